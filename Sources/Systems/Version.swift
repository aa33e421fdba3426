/// The package's version: the text of the file `VERSION`.
package enum Version {
  package static let text = "1.0.0"
}
