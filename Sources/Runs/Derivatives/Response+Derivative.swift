internal import Formulas
package import Systems

extension Response {
  /// The derivatives of both responses by a bound name; nil where it does not count.
  ///
  ///     (h₁ * h₂)′ = h₁′ * h₂ + h₁ * h₂′,   d/dk h(t − T) = (dh/dk)(t − T) − dT/dk h′(t − T)
  ///
  /// - Throws: `NoDerivative`, what a change by a name throws.
  package func derivative(by name: String) throws -> System? {
    var whole: System?
    var moved: System?
    for part in parts {
      let own = try part.derivative(by: name)
      if let before = whole {
        var next = moved.map { moved in
          System(
            impulseResponse: moved.impulseResponse.convolved(with: part.system.impulseResponse),
            freeResponse: moved.freeResponse.convolved(with: part.system.impulseResponse))
        }
        if let own {
          let second = System(
            impulseResponse: before.impulseResponse.convolved(with: own.impulseResponse),
            freeResponse: before.freeResponse.convolved(with: own.impulseResponse) + own.freeResponse)
          next = next?.parallel(second) ?? second
        }
        moved = next
        whole = before.series(part.system)
      } else {
        (whole, moved) = (part.system, own)
      }
    }
    let late = try delayDerivative?(name) ?? 0
    if late != 0, let whole {
      guard let slope = whole.impulseResponse.derivative, let free = whole.freeResponse.derivative else {
        throw NoDerivative(reason: "the response has no slope by which --delay could move it")
      }
      let shift = System(impulseResponse: slope, freeResponse: free).scaled(by: -late)
      moved = moved?.parallel(shift) ?? shift
    }
    return moved?.delayed(by: delay.double)
  }
}

extension Response.Part {
  /// The derivatives of the part's responses by a bound name; nil where it does not count.
  fileprivate func derivative(by name: String) throws -> System? {
    do {
      return try moved?(name)
    } catch let error as FormulaError {
      throw NoDerivative(reason: error.message)
    } catch let error as SystemsError {
      throw NoDerivative(reason: "\(error)")
    }
  }
}

extension Input {
  /// The derivative of the whole input by a bound name; nil where it does not count.
  ///
  /// - Throws: `NoDerivative`, what a change by a name throws.
  package func derivative(by name: String) throws -> Signal? {
    var sum: Signal?
    do {
      for part in try rates.compactMap({ try $0.moved?(name) }) + moved.compactMap({ try $0(name) }) {
        sum = sum.map { $0 + part } ?? part
      }
    } catch let error as FormulaError {
      throw NoDerivative(reason: error.message)
    }
    return sum
  }
}
