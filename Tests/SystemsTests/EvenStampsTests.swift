import NumericalMethods
import Systems
import Testing

@Suite struct EvenStampsTests {
  @Test(arguments: [0.1, 0.025, 0.3, 1, 7, 1e-3, 2.5e-7, 1e5])
  func `decimal multiples are an even grid that has the very stamps`(_ step: Double) throws {
    for start in [0, -3, 0.7, 1e6] where start.ulp < step / 1000 {
      let decimal = DoubleDouble(step.description)!
      let stamps = (0..<500).map {
        (DoubleDouble(start.description)! + decimal * Double($0)).hi
      }
      let grid = try TimeGrid(stamps: stamps)
      #expect(grid.step == step)
      #expect(grid.elementsEqual(stamps) == true)
    }
  }

  @Test func `multiples rounded in binary are even as well`() throws {
    #expect(try TimeGrid(stamps: (0..<1000).map { Double($0) * 0.1 }).step == 0.1)
  }

  @Test func `parts of a second by an integer rate are even`() throws {
    let stamps = (0..<44100).map { Double($0) / 44100 }
    let grid = try TimeGrid(stamps: stamps)
    #expect(grid.step == 1.0 / 44100)
    #expect(grid.elementsEqual(stamps) == true)
  }

  @Test func `stamps that are moved by more than rounding stay listed`() throws {
    var stamps = (0..<100).map { Double($0) / 10 }
    stamps[37] += 1e-12
    let grid = try TimeGrid(stamps: stamps)
    #expect(grid.step == nil)
    #expect(grid.elementsEqual(stamps) == true)
    #expect(try TimeGrid(stamps: [0, 1, 2, 4]).step == nil)
    #expect(try TimeGrid(stamps: []).isEmpty)
    #expect(try TimeGrid(stamps: [5]).count == 1)
  }

  @Test func `steps that cancel the start give exactly 0`() throws {
    let grid = try TimeGrid(stamps: (0...20).map { Double($0 - 10) / 10 })
    #expect(grid[10] == 0)
  }
}
