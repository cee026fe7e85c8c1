import { describe, expect, test } from "vitest";
import { planIntake } from "../../src/intake/plan.ts";
import { found } from "./folders/folder.ts";

describe("a text that is not as its tool writes it is refused, and named", () => {
  const bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><rss>&c;</rss>';
  const cast = (enclosure: string) =>
    `<rss xmlns:sparkle="x"><channel><item><sparkle:version>1.0</sparkle:version>${enclosure}</item></channel></rss>`;
  test.each([
    ["latest.yml", "version: 1.0.0\nfiles: []\n", "files"],
    ["latest.yml", "version: [\n", "not YAML"],
    ["latest.yml", `a: &a [x,x]\nb: ${"[".repeat(2000)}`, "not YAML"],
    ["RELEASES", "not a line of it", "SHA-1"],
    ["RELEASES", `${"a".repeat(40)} ../../etc/passwd 12`, "SHA-1"],
    ["releases.win.json", "{", "not JSON"],
    ["releases.win.json", '{"Assets":[{"PackageId":"App"}]}', "Assets.0.Version"],
    ["appcast.xml", bomb, "document type"],
    ["appcast.xml", "<rss><channel>", "well-formed"],
    ["appcast.xml", `${"<a>".repeat(5000)}${"</a>".repeat(5000)}`, "well-formed"],
    ["appcast.xml", "<feed/>", "no channel"],
    ["appcast.xml", cast('<enclosure length="1"/>'), "no url"],
    ["latest.json", '{"version":"1.0.0","platforms":{"darwin-x86_64":{"url":"a","signature":"b"}}}', ".sig"],
    ["App.exe.sig", Buffer.from("untrusted comment: nothing\n").toString("base64"), "minisign"],
    ["app.appinstaller", "<AppInstaller/>", "MainPackage"],
    ["Packages", "Package: app\nVersion: 1\n", "Filename"],
    ["metadata.properties", "app.version=next", "not a version"],
  ] as const)("%s of case %#", (name, text, why) => {
    const planned = planIntake(found({ "App.exe": Buffer.from("app"), [name]: Buffer.from(text) }));
    expect(planned).toMatchObject({ ok: false, error: { code: "metadata_malformed" } });
    if (planned.ok) return;
    expect(planned.error.message).toContain(`${name}:`);
    expect(planned.error.message).toContain(why);
  });

  test.each([
    [
      "65 bytes of a signature",
      `sparkle:edSignature="${Buffer.alloc(65, 1).toString("base64")}"`,
      "64 bytes",
    ],
    ["no base64", 'sparkle:edSignature="signed"', "64 bytes"],
  ])("an appcast with %s names the build and the field", (_what, attribute, why) => {
    const enclosure = `<enclosure url="App.zip" ${attribute}/>`;
    const planned = planIntake(
      found({ "App.zip": Buffer.from("app"), "appcast.xml": Buffer.from(cast(enclosure)) }),
    );
    expect(planned.ok ? "" : planned.error.message).toContain("App.zip, sparkle: edSignature");
    expect(planned.ok ? "" : planned.error.message).toContain(why);
  });

  test("signatures of other tools beside a file are none of Tauri's, and left out", () => {
    const armored = "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n";
    const planned = planIntake(found({ "App.exe": Buffer.from("app"), "App.exe.sig": Buffer.from(armored) }));
    expect(planned).toMatchObject({
      value: { builds: [{ updaters: {} }], leftOut: [{ path: "App.exe.sig", why: "not_understood" }] },
    });
  });
});
