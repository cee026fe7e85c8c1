/** The fields of a control paragraph that must be there. */
const NEEDED = ["package", "version", "architecture"];
/** The fields that the repository writes about the file. */
const OF_THE_FILE = ["filename", "size", "md5sum", "sha1", "sha256", "sha512"];

/** The fields of a control paragraph by their names in lower case, or what is wrong with it, in words. */
export function readControl(text: string): ReadonlyMap<string, string> | string {
  const lines = text.replace(/\n$/, "").split("\n");
  if (lines.some((line) => line.trim() === "")) return "is one paragraph, without an empty line";
  if (UNUSUAL.test(lines.join("").replaceAll("\t", ""))) return "has lines that end in \\n alone";
  const fields = new Map<string, string>();
  let last = "";
  for (const line of lines) {
    const isMore = /^[ \t]/.test(line);
    const [, field = "", value = ""] = isMore ? [line, last, line] : (FIELD.exec(line) ?? []);
    const name = field.toLowerCase();
    if (name === "") return 'has lines such as "Package: app"';
    if (!isMore && fields.has(name)) return `has each field once; ${name} is there twice`;
    fields.set(name, isMore ? `${fields.get(name)}\n${value}` : value.trim());
    last = field;
  }
  return problemOf(fields) ?? fields;
}

const UNUSUAL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const FIELD = /^([!-9;-~]+):(.*)$/;

function problemOf(fields: ReadonlyMap<string, string>): string | null {
  const missing = NEEDED.find((name) => !fields.get(name));
  if (missing) return `has a field ${missing[0]?.toUpperCase()}${missing.slice(1)}`;
  const known = OF_THE_FILE.find((name) => fields.has(name));
  if (known) return `has no field ${known}, which the repository writes itself`;
  if (!/^[a-z0-9][a-z0-9+.-]+$/.test(fields.get("package") ?? "")) {
    return "has a Package of lower-case letters, digits and + . -";
  }
  if (!/^(?:\d+:)?\d[A-Za-z0-9.+~:-]*$/.test(fields.get("version") ?? "")) {
    return "has a Version as Debian writes it, such as 46.10.1.38083";
  }
  return null;
}
