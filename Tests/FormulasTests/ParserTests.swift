import Formulas
import Systems
import Testing

private func value(
  _ text: String, at t: Double = 0, _ bindings: [String: Double] = [:]
) throws -> Double {
  // abs of a product with a root keeps it a closed form, so that the evaluator is what is tested.
  let signal = try Formula("(\(text)) + 0*sqrt(t + 1)", bindings: bindings).signal()
  guard case .closedForm(let form) = signal.terms[0].factors[0] else { return .nan }
  return try form.value(at: t)
}

private func mistake(_ text: String) -> (column: Int, message: String)? {
  do {
    _ = try Formula(text)
    return nil
  } catch {
    return (error.column, error.message)
  }
}

@Suite struct ParserTests {
  @Test func `Powers bind tighter than signs and associate to the right`() throws {
    #expect(try value("-2^2") == -4)
    #expect(try value("2^3^2") == 512)
    #expect(try value("2^-1") == 0.5)
    #expect(try value("2*3 + 4/8 - 1") == 5.5)
    #expect(try value("-t^2", at: 3) == -9)
    #expect(try value("1 - 2 - 3") == -4)
    #expect(try value("--3") == 3)
  }

  @Test func `Numbers are as in C`() throws {
    #expect(try value("1.5e-3") == 1.5e-3)
    #expect(try value(".5 + 5.") == 5.5)
    #expect(try value("0x10 + 0x1p3") == 24)
    #expect(try value("2E2") == 200)
  }

  @Test func `Comparisons are 1 or 0`() throws {
    #expect(try value("(1 < 2) + (2 <= 2) + (3 > 4) + (3 >= 4) + (1 == 1) + (1 != 1)") == 3)
    #expect(try value("step(t - 1)", at: 1) == 1)
  }

  @Test func `Names stand for constants and bindings`() throws {
    #expect(try value("k*t", at: 2, ["k": 1.5]) == 3)
    #expect(try value("pi") == Double.pi)
    #expect(try value("min(3, 1, 2) + max(1, 5)") == 6)
  }

  @Test(arguments: [
    ("exp(-t", 4), ("2t", 2), ("t=5", 2), ("t + ", 5), ("foo(t)", 1), ("exp(-t/tua)", 8),
    ("t + s", 5), ("exp(t))", 7), ("exp(t, 2)", 1), ("0 < t < 3", 7), ("t ** 2", 3), ("", 1),
    ("1,5", 2), ("t $ 2", 3), ("sin t", 1), ("1e999", 1), ("min(t)", 1), ("y'", 1),
    ("gamma_pdf(t, -1, 2)", 14), ("t(3)", 2),
  ])
  func `A mistake is shown at its place`(text: String, column: Int) throws {
    let found = try #require(mistake(text))
    #expect(found.column == column, "\(text): \(found.message)")
  }

  @Test func `A name that is nearly known is suggested`() throws {
    #expect(try #require(mistake("sine(t)")).message.contains("'sin'"))
    #expect(try #require(mistake("EXP(t)")).message.contains("'exp'"))
  }

  @Test func `Names that are taken can't be bound`() {
    for name in ["t", "s", "z", "pi", "e", "exp", "hrf", "2a", "a b", "", "a+"] {
      #expect(Formula.objection(toBinding: name) != nil, "\(name)")
    }
    for name in ["tau", "k_1", "E", "τ"] { #expect(Formula.objection(toBinding: name) == nil) }
  }

  @Test func `Depth and length are bounded, and long sums are not deep`() throws {
    #expect(mistake(String(repeating: "(", count: 1_000_000))?.column == 201)
    #expect(mistake(String(repeating: "-", count: 1_000_000) + "t")?.column == 201)
    #expect(mistake(String(repeating: "2^", count: 1000) + "t") != nil)
    #expect(mistake(String(repeating: "t", count: 10_000_000)) != nil)
    _ = try Formula("t" + String(repeating: "+t", count: 20_000))
    #expect(mistake("t" + String(repeating: "+t", count: 100_000))?.column == 50_000)
    _ = try Formula(String(repeating: "(", count: 150) + "t" + String(repeating: ")", count: 150))
  }

  @Test func `A report shows the text with a caret, or a window of it`() throws {
    do {
      _ = try Formula("exp(-t/2))")
    } catch {
      let report = error.report(after: "=")
      #expect(report.line == 1)
      #expect(report.column == 11)
      #expect(report.shown == ["=exp(-t/2))", "          ^"])
    }
    let long = String(repeating: "t + ", count: 1000)
    do {
      _ = try Formula(long + "$ + 1")
    } catch {
      let shown = error.report(after: "=").shown
      #expect(shown[0].count < 100)
      #expect(Array(shown[0])[shown[1].count - 1] == "$")
    }
  }
}
