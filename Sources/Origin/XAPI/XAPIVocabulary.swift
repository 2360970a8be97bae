/// The IRIs of the statements: of xAPI, of its video profile v1.0.3, and under the province's own address.
enum XAPIVocabulary {
    static let videoProfile = "https://w3id.org/xapi/video"
    static let video = "https://w3id.org/xapi/video/activity-type/video"
    static let module = "http://adlnet.gov/expapi/activities/module"

    static let initialized = XAPIStatement.Verb("http://adlnet.gov/expapi/verbs/initialized", "initialized")
    static let paused = XAPIStatement.Verb("https://w3id.org/xapi/video/verbs/paused", "paused")
    static let earned = XAPIStatement.Verb("http://id.tincanapi.com/verb/earned", "earned")
    static let voided = XAPIStatement.Verb("http://adlnet.gov/expapi/verbs/voided", "voided")

    static let length = "https://w3id.org/xapi/video/extensions/length"
    static let session = "https://w3id.org/xapi/video/extensions/session-id"
    static let threshold = "https://w3id.org/xapi/video/extensions/completion-threshold"
    static let time = "https://w3id.org/xapi/video/extensions/time"
    static let progress = "https://w3id.org/xapi/video/extensions/progress"
    static let segments = "https://w3id.org/xapi/video/extensions/played-segments"
}
