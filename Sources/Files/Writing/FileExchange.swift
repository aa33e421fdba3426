internal import CTemporaryFiles
internal import Glibc

/// Giving a whole file the name of another: afterwards either the old or the new one has it.
public enum FileExchange {
  /// Gives a file, of which all bytes are stored, a name in the same directory.
  ///
  /// - Throws: what the system says, also where the directory can't be stored; both files then have their
  ///   names still, or again.
  public static func put(_ file: String, inPlaceOf target: String) throws(SystemFault) {
    let backup = directory(of: target) + "/.csv-\(getpid())-before.tmp"
    let slot = FileName.withPath(backup) { ctf_register($0) }
    defer { ctf_forget(slot) }
    let existed = (try? FileStatus.of(target, followingLinks: false)) != nil
    let hasBackup = existed && call({ link($0, $1) }, target, backup) == 0
    guard call({ rename($0, $1) }, file, target) == 0 else {
      let code = errno
      if hasBackup { FileRemoval.remove(backup) }
      throw SystemFault(code)
    }
    do throws(SystemFault) {
      try synchronize(directory(of: target))
    } catch {
      if hasBackup {
        // At every moment the target is a whole file.
        if call({ ctf_exchange($0, $1) }, backup, target) == 0 {
          _ = call({ rename($0, $1) }, backup, file)
        } else {
          _ = call({ rename($0, $1) }, backup, target)
        }
      } else if !existed {
        _ = call({ rename($0, $1) }, target, file)
      }
      throw error
    }
    if hasBackup { FileRemoval.remove(backup) }
  }

  private static func call(
    _ function: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32, _ from: String, _ to: String
  ) -> Int32 {
    FileName.withPath(from) { from in
      FileName.withPath(to) { to in
        while true {
          let status = function(from, to)
          if status == 0 || errno != EINTR { return status }
        }
      }
    }
  }

  /// Waits until a directory's names are stored, where the system can say so.
  private static func synchronize(_ directory: String) throws(SystemFault) {
    // A directory that may be written to but not read can't be synchronised.
    guard let descriptor = try? Descriptor.open(directory, .reading) else { return }
    defer { descriptor.close() }
    do throws(SystemFault) {
      try descriptor.synchronize()
    } catch {
      if error.code != EINVAL, error.code != ENOTSUP { throw error }
    }
  }

  /// The directory that a name stands in.
  public static func directory(of name: String) -> String {
    guard let slash = name.lastIndex(of: "/") else { return "." }
    return slash == name.startIndex ? "/" : String(name[..<slash])
  }
}
