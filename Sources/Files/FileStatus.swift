internal import Glibc

/// What the system knows of a file without opening it.
public struct FileStatus: Hashable, Sendable {
  /// The kinds of files that are told apart.
  public enum Kind: Sendable {
    case regular, directory, link, other
  }

  /// What it is.
  public let kind: Kind
  /// Its bytes.
  public let size: Int
  /// Who may do what, the last twelve bits of its mode.
  public let rights: UInt32
  /// Its owner.
  public let owner: UInt32
  /// Its group.
  public let group: UInt32
  private let device: UInt
  private let node: UInt

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .directory
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    size = Int(status.st_size)
    rights = status.st_mode & 0o7777
    owner = status.st_uid
    group = status.st_gid
    device = UInt(status.st_dev)
    node = UInt(status.st_ino)
  }

  /// The status of what a name leads to; of the link itself where links are not followed.
  ///
  /// - Throws: what the system says, `ENOENT` where there is nothing.
  public static func of(
    _ name: String, followingLinks: Bool = true
  ) throws(SystemFault) -> FileStatus {
    var status = stat()
    _ = try FileName.withPath(name) { (path) throws(SystemFault) in
      try SystemFault.retrying {
        followingLinks ? stat(path, &status) : lstat(path, &status)
      }
    }
    return FileStatus(status)
  }

  /// Whether both are one file.
  public func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && node == other.node
  }
}
