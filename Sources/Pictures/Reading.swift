extension Picture {
  /// Whether bytes begin as a picture does: with PNG's first byte, or `P` and a digit.
  public static func begins(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    if first == PNG.signature[0] { return true }
    return first == UInt8(ascii: "P") && bytes.count > 1 && (0x31...0x37).contains(bytes[1])
  }

  /// Reads a PNG, PGM or PPM.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What messages call it.
  ///   - fits: whether so many bytes of memory can be had; asked before they are.
  /// - Throws: `PictureError` with the place of what is wrong.
  /// - Complexity: O(bytes + pixels).
  public init(
    reading bytes: [UInt8], name: String, fits: (Int) -> Bool = { _ in true }
  ) throws(PictureError) {
    guard bytes.withUnsafeBufferPointer(Picture.begins) else { throw .unknownKind(file: name) }
    // Typed throws do not reach through the closure, so the outcome is carried out as a value.
    let outcome = bytes.withUnsafeBufferPointer { file -> Result<Picture, PictureError> in
      do throws(PictureError) {
        if file[0] == PNG.signature[0] { return .success(try PNG.read(file, name: name, fits: fits)) }
        return .success(try PortableReader.read(file, name: name, fits: fits))
      } catch {
        return .failure(error)
      }
    }
    self = try outcome.get()
  }

  /// The picture as a file of its format.
  ///
  /// A PNG holds samples up to 255 or 65535; any other maximum must go to a PGM or PPM, and alpha
  /// must go to a PNG.
  ///
  /// - Throws: `PictureError.noMemory`.
  /// - Complexity: O(pixels).
  public func encoded() throws(PictureError) -> [UInt8] {
    precondition(canBeWritten(as: format))
    switch format {
    case .png: return try PNG.write(self)
    case .portable: return portable()
    case .plainPortable: return plainPortable()
    }
  }

  /// Whether a format can hold the picture without loss.
  public func canBeWritten(as format: Format) -> Bool {
    switch format {
    case .png: maximum == 255 || maximum == 65535
    case .portable, .plainPortable: !hasAlpha
    }
  }
}
