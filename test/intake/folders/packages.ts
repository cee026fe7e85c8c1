import { strToU8, zipSync } from "fflate";
import { bytesOf, digestOf, type Folder } from "./folder.ts";

/** A package of Squirrel or Velopack with its `.nuspec`. */
export function nupkg(id: string, version: string, more = ""): Buffer {
  const nuspec = `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd">
<metadata><id>${id}</id><title>${id}</title><version>${version}</version>${more}</metadata></package>`;
  return Buffer.from(zipSync({ [`${id}.nuspec`]: strToU8(nuspec), "lib/app/App.exe": bytesOf(version) }));
}

/** What `Squirrel --releasify` leaves in `Releases/` after three versions: each with a delta to the one before. */
export function squirrelFolder(): Folder {
  const names = [
    ...["App-46.7.0-full.nupkg", "App-46.8.0-delta.nupkg", "App-46.8.0-full.nupkg"],
    ...["App-46.9.0-delta.nupkg", "App-46.9.0-full.nupkg"],
  ];
  const files = names.map(
    (name) => [name, nupkg("App", name.split("-")[1] ?? "", `<id2>${name}</id2>`)] as const,
  );
  const lines = files.map(
    ([name, bytes]) => `${digestOf(bytes, "sha1", "hex").toUpperCase()} ${name} ${bytes.length}`,
  );
  return {
    ...Object.fromEntries(files),
    "Setup.exe": bytesOf("Setup.exe"),
    RELEASES: Buffer.from(`\uFEFF${lines.join("\n")}`),
  };
}

/** What `vpk pack` leaves in `Releases/` for macOS on arm64, on the default channel, after two versions. */
export function velopackFolder(): Folder {
  const mac =
    "<channel>osx</channel><os>osx</os><rid>osx-arm64</rid><machineArchitecture>arm64</machineArchitecture>";
  const files = {
    "App-46.8.0-osx-full.nupkg": nupkg("App", "46.8.0", mac),
    "App-46.9.0-osx-delta.nupkg": nupkg("App", "46.9.0", `${mac}<!-- delta -->`),
    "App-46.9.0-osx-full.nupkg": nupkg("App", "46.9.0", mac),
  };
  const assets = Object.entries(files).map(([name, bytes]) => ({
    PackageId: "App",
    Version: name.split("-")[1],
    Type: name.includes("-delta") ? "Delta" : "Full",
    FileName: name,
    SHA1: digestOf(bytes, "sha1", "hex").toUpperCase(),
    SHA256: digestOf(bytes, "sha256", "hex").toUpperCase(),
    Size: bytes.length,
    NotesMarkdown: "",
    NotesHtml: "",
  }));
  const newest = ["App-46.9.0-osx-full.nupkg", "App-osx-Setup.pkg", "App-osx-Portable.zip"];
  const portable = zipSync({ "App.app/Contents/MacOS/UpdateMac": bytesOf("mac") });
  return {
    ...files,
    "App-osx-Setup.pkg": bytesOf("pkg"),
    "App-osx-Portable.zip": Buffer.from(portable),
    "releases.osx.json": Buffer.from(JSON.stringify({ Assets: assets })),
    "assets.osx.json": Buffer.from(
      JSON.stringify(newest.map((RelativeFileName) => ({ RelativeFileName, Type: "Full" }))),
    ),
  };
}
