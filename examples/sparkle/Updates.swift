import Sparkle

/// Says in the feed's address what runs, on which processor, and who is signed in.
final class Updates: NSObject, SPUUpdaterDelegate {
    var organization = "ORGANIZATION"
    var user = "USER"

    func feedURLString(for updater: SPUUpdater) -> String? {
        let version = Bundle.main.object(forInfoDictionaryKey: "CFBundleVersion") as? String ?? ""
        #if arch(arm64)
        let arch = "arm64"
        #else
        let arch = "x64"
        #endif
        return "https://updates.example.org/feeds/sparkle/\(organization)/appcast.xml?version=\(version)&arch=\(arch)&user=\(user)"
    }
}
