import { ok, type Result } from "../../result.ts";
import { architectureOf, type FileFact, fileNameOf, type MalformedMetadata } from "../found-file.ts";
import { malformed } from "../malformed.ts";
import type { MetadataReader } from "./reader.ts";

/** The fields of a list of packages that are about the file, and not in the package itself. */
const OF_THE_FILE = /^(?:Filename|Size|MD5sum|SHA1|SHA256|SHA512)$/i;
const FIELD = /^([!-9;-~]+):[ \t]*(.*)$/;

interface Field {
  readonly name: string;
  /** Its whole text: the first line, and those that go on. */
  readonly text: string;
}

/** The `Packages` file of an apt repository, such as Conveyor's site is. */
export const APT_PACKAGES: MetadataReader = {
  isNamed: (fileName) => fileName === "Packages",
  read: ({ path, text }) => {
    const facts: FileFact[] = [];
    for (const paragraph of text.split(/\n[ \t]*\n/)) {
      if (paragraph.trim() === "") continue;
      const file = textIn(fieldsOf(paragraph) ?? [], "Filename");
      if (file === undefined) return malformed(path, "a paragraph has no Filename");
      const fact = controlFact(path, fileNameOf(file), paragraph);
      if (!fact.ok) return fact;
      facts.push(fact.value);
    }
    return ok(facts);
  },
};

/** A control paragraph of a Debian package, with or without the fields of the file. Refuses `metadata_malformed`. */
export function controlFact(
  path: string,
  fileName: string,
  text: string,
): Result<FileFact, MalformedMetadata> {
  const fields = fieldsOf(text.replaceAll("\r\n", "\n"));
  const [version, arch] = [textIn(fields ?? [], "Version"), textIn(fields ?? [], "Architecture")];
  if (!fields || version === undefined || textIn(fields, "Package") === undefined || arch === undefined) {
    return malformed(path, "it has no control paragraph with Package, Version and Architecture");
  }
  const control = fields.filter(({ name }) => !OF_THE_FILE.test(name)).map((field) => field.text);
  const [size, sha256] = [Number(textIn(fields, "Size")), textIn(fields, "SHA256")?.toLowerCase()];
  return ok({
    fileName,
    version: upstreamOf(version),
    platform: "linux",
    arch: architectureOf(arch),
    updaters: { apt: { control: control.join("\n") } },
    expected: { ...(size > 0 && { size }), ...(sha256 !== undefined && { sha256 }) },
  });
}

/** The fields in their order, or null if a line is none. */
function fieldsOf(paragraph: string): readonly Field[] | null {
  const fields: Field[] = [];
  for (const line of paragraph.trimEnd().split("\n")) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last) {
      fields[fields.length - 1] = { name: last.name, text: `${last.text}\n${line.trimEnd()}` };
      continue;
    }
    const name = FIELD.exec(line)?.[1];
    if (name === undefined) return null;
    fields.push({ name, text: line.trimEnd() });
  }
  return fields;
}

function textIn(fields: readonly Field[], name: string): string | undefined {
  const field = fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const [first = ""] = field?.text.slice(field.name.length + 1).split("\n") ?? [];
  return first.trim() === "" ? undefined : first.trim();
}

/** The app's own version in Debian's: without the epoch in front, and the revision of the package behind. */
function upstreamOf(version: string): string {
  const bare = version.replace(/^\d+:/, "").replace(/-[A-Za-z0-9+.~]*$/, "");
  // Debian writes semver's label with a tilde, so that it sorts before the version.
  return bare.replace("~", "-");
}
