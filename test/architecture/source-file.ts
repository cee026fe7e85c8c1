import ts from "typescript";

/** One import (or re-export) of a file: what it names and where it stands. */
export interface Arrow {
  readonly specifier: string;
  readonly line: number;
  readonly isReExport: boolean;
  /** Whether it is an `import type`. */
  readonly isTypeOnly: boolean;
  /** What is imported by name, as it is exported; null if it is another kind of import. */
  readonly names: readonly string[] | null;
}

/** A use of something that a pure room may not touch. */
export interface Impurity {
  readonly name: string;
  readonly line: number;
}

/** What the checks need to know of one source file. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly arrows: readonly Arrow[];
  readonly impurities: readonly Impurity[];
}

/** The names that bring in a clock, chance, the process or the network. */
const IMPURE_NAMES = new Set([
  "process",
  "performance",
  "fetch",
  "crypto",
  "console",
  "globalThis",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "require",
]);

/** Reads one file with the compiler's own parser. `path` is relative to src/, with forward slashes. */
export function readSource(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const arrows: Arrow[] = [];
  const impurities: Impurity[] = [];
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const visit = (node: ts.Node): void => {
    const arrow = arrowOf(node);
    if (arrow) arrows.push({ ...arrow, line: lineOf(node) });
    const name = impurityOf(node);
    if (name) impurities.push({ name, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, lines: text.replace(/\n$/, "").split("\n").length, arrows, impurities };
}

function arrowOf(node: ts.Node): Omit<Arrow, "line"> | null {
  if (ts.isImportDeclaration(node)) {
    const { importClause } = node;
    const isTypeOnly = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { ...arrow(node.moduleSpecifier, false), isTypeOnly, names: namesIn(importClause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) return arrow(node.moduleSpecifier, true);
  if (ts.isImportTypeNode(node)) {
    return arrow(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument, false);
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return arrow(node.arguments[0], false);
  }
  return null;
}

function arrow(specifier: ts.Node | undefined, isReExport: boolean): Omit<Arrow, "line"> {
  const text = specifier && ts.isStringLiteralLike(specifier) ? specifier.text : "(computed)";
  return { specifier: text, isReExport, isTypeOnly: false, names: null };
}

function namesIn(clause: ts.ImportClause | undefined): readonly string[] | null {
  const bindings = clause?.namedBindings;
  if (clause?.name || !bindings || !ts.isNamedImports(bindings)) return null;
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function impurityOf(node: ts.Node): string | null {
  if (ts.isNewExpression(node) && isNamed(node.expression, "Date") && !node.arguments?.length)
    return "new Date()";
  if (ts.isCallExpression(node) && isNamed(node.expression, "Date")) return "Date()";
  if (ts.isPropertyAccessExpression(node)) {
    if (isNamed(node.expression, "Date") && node.name.text === "now") return "Date.now";
    if (isNamed(node.expression, "Math") && node.name.text === "random") return "Math.random";
  }
  return ts.isIdentifier(node) && IMPURE_NAMES.has(node.text) && !isOnlyAName(node) ? node.text : null;
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

/** `x.process` and `{ process: 1 }` name a property, not the global. */
function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) &&
      parent.name === node)
  );
}
