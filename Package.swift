// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "Systems",
  products: [
    .library(name: "Systems", targets: ["Systems"]),
    .library(name: "Runs", targets: ["Runs"]),
    .executable(name: "simulate", targets: ["simulate"]),
    // Scripts/link-library.sh makes libsimulate.so of it.
    .library(name: "CInterface", type: .dynamic, targets: ["CInterface"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
  ],
  targets: [
    // C and C++: each is imported by one module alone.
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    .systemLibrary(name: "CFFTW", pkgConfig: "fftw3", providers: [.apt(["libfftw3-dev"])]),
    .systemLibrary(name: "CEigen", pkgConfig: "eigen3", providers: [.apt(["libeigen3-dev"])]),
    .systemLibrary(name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CPNG", dependencies: ["CLibPNG"], linkerSettings: [.linkedLibrary("png")]),
    .target(name: "CNumberText"),
    .target(name: "CTOML"),
    .target(name: "CTemporaryFiles"),
    .target(name: "CCalendar"),
    .target(name: "CSoundFile"),
    .target(name: "CHeap"),
    .target(name: "CVectorMath"),
    .target(name: "CSimulate"),
    // Eigen without optimization is fifty times slower: debug builds get it too.
    .target(
      name: "CLinearAlgebra", dependencies: ["CEigen"],
      cxxSettings: [
        .define("NDEBUG"), .define("EIGEN_DONT_PARALLELIZE"), .unsafeFlags(["-O2"]),
      ]),

    // The library.
    .target(
      name: "NumericalMethods",
      dependencies: [
        "CGSL", "CFFTW", "CVectorMath", "CLinearAlgebra",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: settings),
    .target(
      name: "Systems",
      dependencies: [
        "NumericalMethods",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: settings),

    // Bytes.
    .target(
      name: "Files", dependencies: ["CHeap", "CSoundFile", "CTemporaryFiles", "CZlib"],
      swiftSettings: settings),

    // Text.
    .target(
      name: "Formulas",
      dependencies: [
        "NumericalMethods", "Systems",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: settings),

    // A run as a value, and many of them.
    .target(
      name: "Runs", dependencies: ["NumericalMethods", "Systems", "Formulas"],
      swiftSettings: settings),

    .target(
      name: "CSV", dependencies: ["Files", "CCalendar", "CNumberText"], swiftSettings: settings),

    // For C, and through it for Python.
    .target(
      name: "CInterface",
      dependencies: [
        "CSimulate", "Formulas", "NumericalMethods", "Systems",
        .product(name: "ComplexModule", package: "swift-numerics"),
      ],
      swiftSettings: settings),

    // Pictures.
    .target(name: "Pictures", dependencies: ["CPNG"], swiftSettings: settings),

    // The command.
    .executableTarget(
      name: "simulate",
      dependencies: [
        "NumericalMethods", "Systems", "Formulas", "Runs", "Files", "CSV", "Pictures", "CTOML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      // The page's own text, so that the program needs no file beside it.
      resources: ["page.html", "page.css", "sums.js", "formula.js", "draw.js", "scene.js", "page.js"].map {
        .embedInCode("Page/Web/\($0)")
      },
      swiftSettings: settings),

    // Tests.
    .testTarget(
      name: "NumericalMethodsTests",
      dependencies: [
        "NumericalMethods",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SystemsTests",
      dependencies: [
        "Systems", "NumericalMethods",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FormulasTests", dependencies: ["Formulas", "Systems"], exclude: ["NIST"],
      swiftSettings: settings),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "Runs", "Formulas", "Systems", "NumericalMethods",
        .product(name: "ComplexModule", package: "swift-numerics"),
      ],
      swiftSettings: settings),
    .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: settings),
    .testTarget(
      name: "CSVTests", dependencies: ["CSV", "Files", "CNumberText"], swiftSettings: settings),
    .testTarget(name: "PicturesTests", dependencies: ["Pictures"], swiftSettings: settings),
    .testTarget(
      name: "SimulateTests", dependencies: ["simulate"], exclude: ["Cases", "Engines"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
