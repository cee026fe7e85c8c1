import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";

const CHART = join(import.meta.dirname, "..", "..", "deploy", "helm", "sluice");

type Values = { readonly [name: string]: unknown };

/** What a template sees: `.` is `here`, and `$` is `root`. */
interface Scope {
  readonly root: Values;
  readonly here: unknown;
}

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly expression: string }
  | {
      readonly kind: "if" | "with";
      readonly expression: string;
      readonly body: readonly Node[];
    };

/** A file of the chart, as text. */
export function readChart(name: string): string {
  return readFileSync(join(CHART, name), "utf8");
}

export const DEFAULT_VALUES: Values = parse(readChart("values.yaml"));

/**
 * Renders every template of the chart, as `helm template NAME` does. It knows the part of Helm's language that the chart
 * uses, and throws at anything else.
 */
export function renderChart(release: string, values: Values = DEFAULT_VALUES): string {
  const { appVersion, name } = parse(readChart("Chart.yaml"));
  const root = {
    Values: values,
    Release: { Name: release, Namespace: "default" },
    Chart: { AppVersion: appVersion, Name: name },
  };
  const templates = readdirSync(join(CHART, "templates")).filter((file) => file.endsWith(".yaml"));
  return templates
    .sort()
    .map((file) => renderTemplate(readChart(`templates/${file}`), { root, here: root }).trim())
    .filter((text) => text !== "")
    .map((text) => `---\n${text}\n`)
    .join("");
}

export function renderTemplate(template: string, scope: Scope): string {
  return render(readNodes(tokens(template), null), scope);
}

/** Text and `{{ }}` in turn; `{{-` takes the white space before it away, and `-}}` that behind it. */
function tokens(template: string): string[] {
  return template
    .replace(/\s*\{\{- /g, "{{ ")
    .replace(/ -\}\}\s*/g, " }}")
    .split(/(\{\{ .*? \}\})/);
}

function readNodes(left: string[], open: string | null): readonly Node[] {
  const nodes: Node[] = [];
  while (left.length > 0) {
    const token = left.shift() ?? "";
    const inside = /^\{\{ (.*) \}\}$/.exec(token)?.[1];
    const block = /^(if|with) (.+)$/.exec(inside ?? "");
    if (inside === undefined) nodes.push({ kind: "text", text: token });
    else if (inside === "end") {
      if (open === null) throw new Error("an end without a beginning");
      return nodes;
    } else if (block) {
      const [, kind, expression = ""] = block;
      nodes.push({ kind: kind as "if" | "with", expression, body: readNodes(left, expression) });
    } else nodes.push({ kind: "value", expression: inside });
  }
  if (open !== null) throw new Error(`no end of ${open}`);
  return nodes;
}

function render(nodes: readonly Node[], scope: Scope): string {
  return nodes
    .map((node) => {
      if (node.kind === "text") return node.text;
      const value = evaluate(node.expression, scope);
      if (node.kind === "value") return toText(value, node.expression);
      if (isEmpty(value)) return "";
      return render(node.body, node.kind === "with" ? { ...scope, here: value } : scope);
    })
    .join("");
}

function toText(value: unknown, expression: string): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  throw new Error(`{{ ${expression} }} is no text`);
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "" || value === false || value === 0;
}

function evaluate(expression: string, scope: Scope): unknown {
  const [first = "", ...filters] = expression.split(" | ");
  return filters.reduce((value, filter) => applyFilter(filter, value, scope), term(first, scope));
}

function applyFilter(filter: string, value: unknown, scope: Scope): unknown {
  const [name, argument = ""] = filter.split(" ");
  if (name === "quote") return JSON.stringify(String(value));
  if (name === "default") return isEmpty(value) ? term(argument, scope) : value;
  if (name === "nindent") return `\n${String(value).replace(/^(?=.)/gm, " ".repeat(Number(argument)))}`;
  throw new Error(`this renderer does not know ${filter}`);
}

function term(text: string, scope: Scope): unknown {
  const [name, argument] = text.split(" ");
  if (name === "toYaml" && argument !== undefined) {
    const options = { sortMapEntries: true, indentSeq: false, lineWidth: 0 };
    return stringify(term(argument, scope), options).trimEnd();
  }
  const path = /^(\$?)((?:\.\w+)+|\.)$/.exec(text);
  if (!path) throw new Error(`this renderer does not know ${text}`);
  const [, from, steps = ""] = path;
  const begin: unknown = from === "$" ? scope.root : scope.here;
  return steps
    .split(".")
    .filter((step) => step !== "")
    .reduce((value, step) => (value as Values | undefined)?.[step], begin);
}
