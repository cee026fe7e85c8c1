import ts from "typescript";

/** The most parameters that a function may have; more of them become one object whose fields are named. */
const MOST_PARAMETERS = 4;

/** Everything in a file that hides what it says: functions with too many parameters, and spreads of object literals. */
export function findUnreadableCode(path: string, text: string): readonly string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    const fault = faultOf(node);
    if (fault) faults.push(`${path}: ${fault}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return faults;
}

function faultOf(node: ts.Node): string | null {
  if (isFunctionWithBody(node) && node.parameters.length > MOST_PARAMETERS) {
    return `${nameOf(node)} has ${node.parameters.length} parameters`;
  }
  if (ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(node.expression)) {
    return `spreads the literal of ${firstFieldOf(node.expression)}`;
  }
  return null;
}

/** Functions, methods, arrows and constructors; types and overloads without a body are their callers' business. */
function isFunctionWithBody(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (ts.isConstructorDeclaration(node))
    return `the constructor of ${node.parent.name?.getText() ?? "a class"}`;
  if (node.name) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : "a function";
}

function firstFieldOf({ properties: [first] }: ts.ObjectLiteralExpression): string {
  return first?.name?.getText() ?? "no fields";
}
