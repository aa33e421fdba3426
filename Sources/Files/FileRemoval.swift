internal import Glibc

/// Taking a name out of its directory.
public enum FileRemoval {
  /// Removes a file, if it is there; a call that fails is made again a few times.
  public static func remove(_ name: String) {
    FileName.withPath(name) { path in
      for _ in 0..<4 {
        if unlink(path) == 0 || errno == ENOENT { return }
      }
    }
  }
}
