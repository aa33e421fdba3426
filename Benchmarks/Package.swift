// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that who depends on the library resolves none of it.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "Systems", path: "..")],
  targets: [
    .executableTarget(
      name: "in-memory", dependencies: [.product(name: "Systems", package: "Systems")],
      path: "InMemory")
  ],
  swiftLanguageModes: [.v6]
)
