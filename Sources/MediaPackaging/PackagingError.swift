/// Why a file does not become a release, and what its owner can do about it.
package struct PackagingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The raw value is a stable code for programs.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        case unreadable = "unreadable"
        case empty = "empty"
        case noVideoFile = "no-video-file"
        case truncated = "truncated"
        case damaged = "damaged"
        case noUsableTrack = "no-usable-track"
        case unsupportedCodec = "unsupported-codec"
        case encrypted = "encrypted"
        case tooManyTracks = "too-many-tracks"
        case notMonotonic = "not-monotonic"
        case tracksDisagree = "tracks-disagree"
        case tooLong = "too-long"
        case changedMeanwhile = "changed-meanwhile"
        case cannotWrite = "cannot-write"
        case outOfMemory = "out-of-memory"
        case badCaptions = "bad-captions"
        case unfitOutput = "unfit-output"
        case stopped = "stopped"
    }

    package let reason: Reason
    /// What was found, e.g. a codec's name or two counts; may be empty.
    package let detail: String

    package init(_ reason: Reason, _ detail: String = "") {
        self.reason = reason
        self.detail = detail
    }

    package var description: String {
        let finding = self.detail.isEmpty ? self.statement : "\(self.statement) (\(self.detail))"
        return "\(finding). \(self.advice)"
    }

    /// Whether it is the file that is wrong, and not the computer: another file may go well.
    package var isAboutSource: Bool {
        switch self.reason {
        case .cannotWrite, .outOfMemory, .stopped: false
        default: true
        }
    }

    /// What is wrong, without the detail.
    package var statement: String {
        switch self.reason {
        case .unreadable: "the file cannot be read"
        case .empty: "the file is empty"
        case .noVideoFile: "this is no video file that can be read"
        case .truncated: "the file is cut off"
        case .damaged: "the file is damaged"
        case .noUsableTrack: "the file has neither a video nor an audio track"
        case .unsupportedCodec: "the file is in a format that cannot be read"
        case .encrypted: "the file is encrypted"
        case .tooManyTracks: "the file has more tracks than a recording has"
        case .notMonotonic: "the times in the file are not in order"
        case .tracksDisagree: "picture and sound do not end together"
        case .tooLong: "the file is too long for one lesson"
        case .changedMeanwhile: "the file was changed while it was read"
        case .cannotWrite: "the result cannot be written"
        case .outOfMemory: "memory ran out"
        case .badCaptions: "the captions cannot be read"
        case .unfitOutput: "the result did not pass its own check"
        case .stopped: "packaging was stopped"
        }
    }

    /// One sentence for who has the file: what to do now.
    package var advice: String {
        switch self.reason {
        case .unreadable: "Check the name and the permissions of the file, then try again."
        case .empty: "Copy it again from where it was made and compare the sizes."
        case .truncated: "Copy it again and compare the sizes, or take what is there with --repair."
        case .noVideoFile, .noUsableTrack: "Choose the video itself: an MP4, MKV, TS, FLV, AVI or WMV file."
        case .damaged: "Copy or record it again, or repair it with --repair, which leaves gaps."
        case .unsupportedCodec: "Convert it to H.264 (8 bit, 4:2:0, at most High 4.2) with AAC-LC sound."
        case .encrypted: "Ask the publisher for a copy without encryption."
        case .tooManyTracks: "Save it again with its picture, its sound and its captions only."
        case .notMonotonic: "Encode it again in one piece as H.264 with AAC-LC sound."
        case .tracksDisagree: "Compare the recording with its original: one of the two tracks has lost its end."
        case .tooLong: "Cut it into several lessons."
        case .changedMeanwhile: "Wait until it is completely copied, then try again."
        case .cannotWrite: "Check the free space and the permissions of the output folder, then try again."
        case .outOfMemory: "Close other programs, then try again."
        case .badCaptions: "Correct the captions in that place, or leave them out: an SRT, WebVTT or ASS file."
        case .unfitOutput: "Please report this with the file; encoding it again may help."
        case .stopped: "Nothing of it is kept; start it again."
        }
    }
}
