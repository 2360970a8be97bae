package import CourseModel
import Yams

/// Reads a programme from YAML as people write it: hours as decimals, times in the programme's time zone, topics under
/// their section and lessons under their topic.
///
/// `seeds/programme-ab.yaml` shows every key. A file with anything wrong is refused as a whole, with all that was found.
package enum ProgrammeImport {
    package static let fileSizeMax = 4 << 20
    static let phasesMax = 20
    static let sectionsMax = 200
    static let topicsMax = 500
    static let lessonsMax = 500
    static let slotsMax = 20_000
    static let subjectsMax = 100
    static let itemsMax = 100
    static let stepsMax = 50

    package struct Imported: Hashable, Sendable {
        package let programme: Programme
        /// What is allowed, but looks like a mistake.
        package let warnings: [String]
    }

    /// - Parameters:
    ///   - text: the content of a YAML file.
    ///   - isRehearsal: leaves the windows of the phases out: what is watched counts at any time.
    package static func read(_ text: String, isRehearsal: Bool = false) throws(ProgrammeImportError) -> Imported {
        let node: Node
        do {
            guard let composed = try Yams.compose(yaml: text) else {
                throw ProgrammeImportError(problems: [YAMLProblem(line: nil, path: "", reason: "the file is empty")])
            }
            node = composed
        } catch let error as ProgrammeImportError {
            throw error
        } catch {
            throw ProgrammeImportError(problems: [YAMLProblem(line: nil, path: "", reason: "not YAML: \(error)")])
        }
        let log = YAMLProblemLog()
        var programme: Programme?
        do throws(YAMLProblem) {
            programme = try ProgrammeReader(node, isRehearsal: isRehearsal, log: log).programme()
        } catch {
            log.add(error)
        }
        guard let programme, log.problems.isEmpty else { throw ProgrammeImportError(problems: log.problems) }
        let check = ProgrammeCheck(programme)
        guard check.problems.isEmpty else {
            throw ProgrammeImportError(problems: check.problems.map { YAMLProblem(line: nil, path: "", reason: $0) })
        }
        return Imported(programme: programme, warnings: check.warnings)
    }
}

/// Why a programme was not imported.
package struct ProgrammeImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    package let problems: [YAMLProblem]

    package var description: String {
        self.problems.map { "  \($0)" }.joined(separator: "\n")
    }
}
