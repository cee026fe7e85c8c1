/** A request as a line of a log tells of it. */
export interface LoggedLine {
  /** ISO 8601 with its zone. */
  readonly at: string;
  readonly method: string;
  /** The path with its query. */
  readonly url: string;
  readonly status: number;
  /** The installation that a header named, or null if the log has none. */
  readonly installation: string | null;
}

/** Reads the lines of one log in turn: null for one that tells of no request, such as a heading; undefined if it is unreadable. */
export type LineReader = (line: string) => LoggedLine | null | undefined;

/** The formats of logs, by name. `zone`: of times that say none, such as `+01:00`. */
export const LOG_FORMATS = {
  combined: () => readCombined,
  haproxy: (zone: string) => (line: string) => readHaproxy(line, zone),
  cloudfront: openCloudfront,
} satisfies Readonly<Record<string, (zone: string) => LineReader>>;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A text in quotes, in which quotes are escaped. */
const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`;
const COMBINED = new RegExp(
  String.raw`\[(\d\d)/(\w{3})/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\] ${QUOTED} (\d{3}) \S+(?: ${QUOTED} ${QUOTED}(?: ${QUOTED})?)?`,
);

/** nginx, Apache and varnishncsa: the combined format; the installation stands in quotes behind it. */
function readCombined(line: string): LoggedLine | undefined {
  const found = COMBINED.exec(line);
  if (!found) return undefined;
  const [, day, month, year, time, hours, minutes, request = "", status, , , installation] = found;
  const date = dateOf(year, month, day);
  const said = readRequest(request);
  if (date === null || said === null) return undefined;
  const at = `${date}T${time}${hours}:${minutes}`;
  return { at, status: Number(status), installation: unlessNone(installation), ...said };
}

const HAPROXY =
  /\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d\.\d{3})\] \S+ \S+ [-+\d/]+ (-?\d+) \+?\d+ \S+ \S+ \S{4} \S+ \S+(?: \{([^}]*)\})?(?: \{[^}]*\})? "([^"]+)"$/;

/** HAProxy with `option httplog`; the installation is the first captured header of the request. */
function readHaproxy(line: string, zone: string): LoggedLine | undefined {
  const found = HAPROXY.exec(line);
  if (!found) return undefined;
  const [, day, month, year, time, status, captured, request = ""] = found;
  const date = dateOf(year, month, day);
  const said = readRequest(request);
  if (date === null || said === null) return undefined;
  const at = `${date}T${time}${zone}`;
  return { at, status: Number(status), installation: unlessNone(captured?.split("|")[0]), ...said };
}

/** CloudFront's standard log: tabs, with a line that names the fields; times are in UTC. */
function openCloudfront(): LineReader {
  let fields: readonly string[] = [];
  return (line) => {
    if (line.startsWith("#Fields:")) fields = line.slice("#Fields:".length).trim().split(/\s+/);
    if (line.startsWith("#")) return null;
    const cells = line.split("\t");
    if (fields.length === 0 || cells.length !== fields.length) return undefined;
    const cell = (name: string) => cells[fields.indexOf(name)];
    const [date, time, method, path, status] = ["date", "time", "cs-method", "cs-uri-stem", "sc-status"].map(
      cell,
    );
    if (!date || !time || !method || !path || !status) return undefined;
    const query = unlessNone(cell("cs-uri-query"));
    const url = query === null ? path : `${path}?${query}`;
    return { at: `${date}T${time}Z`, method, url, status: Number(status), installation: null };
  };
}

/** `GET /path HTTP/1.1`, also with the whole address, as Varnish writes it. */
function readRequest(request: string): Pick<LoggedLine, "method" | "url"> | null {
  const [method, address, version, ...more] = unescaped(request).split(" ");
  if (!method || !address || !version?.startsWith("HTTP/") || more.length > 0) return null;
  return { method, url: address.replace(/^https?:\/\/[^/]*/, "") };
}

/** Characters as nginx and Apache escape them: `\xHH`, `\"`, `\\`. */
function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9A-Fa-f]{2})|(.))/g, (_, hex: string | undefined, other: string) =>
    hex === undefined ? other : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** A value of a log, or null if it stands for nothing. */
function unlessNone(value: string | undefined): string | null {
  return value === undefined || value === "" || value === "-" ? null : unescaped(value);
}

function dateOf(year: string | undefined, month = "", day: string | undefined): string | null {
  const number = MONTHS.indexOf(month) + 1;
  return number === 0 ? null : `${year}-${String(number).padStart(2, "0")}-${day}`;
}
