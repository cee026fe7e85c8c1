import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { tarOf } from "./deb.ts";

/** The `Info.plist` of an app, in XML as Apple's tools write it. */
export function infoPlist(short: string, bundle = short): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleDocumentTypes</key><array><dict><key>CFBundleVersion</key><string>1</string></dict></array>
<key>CFBundleShortVersionString</key><string>${short}</string>
<key>LSRequiresCarbon</key><true/>
<key>CFBundleVersion</key><string>${bundle}</string>
<key>LSMinimumSystemVersion</key><string>12.0</string>
</dict></plist>`;
}

/** A ZIP archive of a macOS app. */
export function zippedApp(short: string, bundle = short): Buffer {
  const app = { "App.app/Contents/Info.plist": strToU8(infoPlist(short, bundle)) };
  return Buffer.from(zipSync({ ...app, "App.app/Contents/MacOS/App": strToU8(`app ${bundle}`) }));
}

/** The same as `.tar.gz`, as Tauri packs it. */
export function tarredApp(short: string, bundle = short): Buffer {
  return gzipSync(
    tarOf({
      "App.app/Contents/MacOS/App": Buffer.from(`app ${bundle}`),
      "App.app/Contents/Info.plist": Buffer.from(infoPlist(short, bundle)),
    }),
  );
}
