import Glibc

/// gnuplot as a program: it reads a script and gives back a picture.
enum Gnuplot {
  /// Draws a script that names no output file.
  ///
  /// - Parameter option: what asked for the picture, for messages.
  /// - Returns: The picture's bytes.
  /// - Throws: `Failure` (69) where gnuplot is missing, (70) where it stops with an error.
  static func picture(of script: GnuplotScript, option: String) throws -> [UInt8] {
    guard let input = tmpfile(), let output = tmpfile(), let messages = tmpfile() else {
      throw Failure(
        .cannotCreate, "\(option): a temporary file is needed: \(String(cString: strerror(errno)))")
    }
    defer {
      fclose(input)
      fclose(output)
      fclose(messages)
    }
    guard Messages.write(script.text, to: fileno(input)) else {
      throw Failure(
        .inputOutput, "\(option): writing for gnuplot stopped: \(String(cString: strerror(errno)))")
    }
    rewind(input)
    let status = try run(
      input: fileno(input), output: fileno(output), messages: fileno(messages), option)
    guard status == 0 else {
      let words = String(decoding: contents(of: messages), as: UTF8.self)
      let line =
        words.split(separator: "\n").last { $0.contains(where: \.isLetter) } ?? "no message"
      throw Failure(.software, "\(option): gnuplot stopped (\(status)): \(line.trimmingSpaces)")
    }
    return contents(of: output)
  }

  /// Runs gnuplot without the user's own settings and in the C locale, so that the same script
  /// gives the same picture.
  ///
  /// - Returns: Its exit code; 128 and the signal where it was killed.
  private static func run(
    input: Int32, output: Int32, messages: Int32, _ option: String
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO)
    let words = ["gnuplot", "--default-settings", "-"]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { word in strdup(word) }
    var variables: [UnsafeMutablePointer<CChar>?] = environment().map { entry in strdup(entry) }
    defer { for pointer in arguments + variables { free(pointer) } }
    arguments.append(nil)
    variables.append(nil)
    var process = pid_t()
    let problem = posix_spawnp(&process, "gnuplot", &actions, nil, arguments, variables)
    guard problem == 0 else {
      throw Failure(
        .unavailable,
        "\(option): gnuplot is needed to draw, found none that runs; apt-get install gnuplot-nox")
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else {
        throw Failure(.software, "\(option): gnuplot was lost: \(String(cString: strerror(errno)))")
      }
    }
    let signal = status & 0x7f
    let code = signal == 0 ? (status >> 8) & 0xff : 128 + signal
    // A C library without its own check of the program's name lets the child end with this code.
    guard code != 127 else {
      throw Failure(
        .unavailable,
        "\(option): gnuplot is needed to draw, found none that runs; apt-get install gnuplot-nox")
    }
    return code
  }

  /// The environment with the C locale for numbers and UTF-8 for text.
  private static func environment() -> [String] {
    var result = ["LC_ALL=C.UTF-8"]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if !text.hasPrefix("LC_"), !text.hasPrefix("LANG"), !text.hasPrefix("GNUTERM=") {
        result.append(text)
      }
      next += 1
    }
    return result
  }

  /// All that a temporary file holds.
  private static func contents(of file: UnsafeMutablePointer<FILE>) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    rewind(file)
    while true {
      let count = fread(&part, 1, part.count, file)
      if count == 0 { return bytes }
      bytes += part[..<count]
    }
  }
}
