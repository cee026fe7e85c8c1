import { createHash, createPublicKey, type KeyObject, randomBytes, verify } from "node:crypto";
import { PLATFORMS } from "../../../src/catalog/platform.ts";
import type { FeedAddress, InstalledApp, Outcome, UpdaterClient } from "./updater-client.ts";

/** How an updater was built. */
interface OmahaUpdater {
  readonly appId: string;
  readonly protocol: "3.1" | "4.0";
  /** The public key (PEM) and its number, or null if it does not verify answers. */
  readonly key: { readonly pem: string; readonly number: number } | null;
  /** What it says of the update beside that it wants one. */
  readonly check?: object;
  readonly pairs?: string;
}

/**
 * Chromium's updater, as far as its sources tell (components/update_client, components/client_update_protocol): it asks,
 * verifies the signature over what it sent and got, reads the answer as strictly, and checks size and digest of the file.
 * It does not compare versions: the server decides.
 */
export function omahaClient(updater: OmahaUpdater): UpdaterClient {
  const ask = async ({ server, organization }: FeedAddress, app: InstalledApp): Promise<Outcome> => {
    const address = `${server}/feeds/omaha/${organization}${updater.pairs ?? ""}`;
    try {
      return await install(await postRequest(updater, address, requestBody(updater, app)), updater);
    } catch (error) {
      return { kind: "error", message: error instanceof Error ? error.message : String(error) };
    }
  };
  return { updater: "omaha", platforms: PLATFORMS, ask };
}

const OS_NAMES = { win: "Windows", mac: "Mac OS X", linux: "Linux" } as const;
const OS_ARCHITECTURES = { x64: "x86_64", arm64: "arm64" } as const;

function requestBody({ appId, protocol, check }: OmahaUpdater, app: InstalledApp): string {
  const arch = OS_ARCHITECTURES[app.arch];
  const asked = { appid: appId, version: app.version, ping: { rd: 7000 }, updatecheck: { ...check } };
  return JSON.stringify({
    request: {
      "@os": app.platform,
      "@updater": "updater",
      acceptformat: "exe,download,run,crx3",
      arch,
      dedup: "cr",
      os: { arch, platform: OS_NAMES[app.platform], version: app.osVersion },
      protocol,
      requestid: `{${randomBytes(16).toString("hex")}}`,
      [protocol === "4.0" ? "apps" : "app"]: [asked],
    },
  });
}

/** Sends a request, and gives the body of an answer whose signature is right. */
async function postRequest({ key }: OmahaUpdater, address: string, body: string): Promise<string> {
  const cup2key = key && `${key.number}:${randomBytes(32).toString("base64url")}`;
  const hash = sha256(body);
  const query = cup2key ? `?cup2key=${cup2key}&cup2hreq=${hash.toString("hex")}` : "";
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${address}${query}`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const text = await answer.text();
  if (key && cup2key) {
    const proof = answer.headers.get("x-cup-server-proof") ?? answer.headers.get("etag") ?? "";
    const message = sha256(Buffer.concat([hash, sha256(text), Buffer.from(cup2key)]));
    if (!isProof(proof, hash, message, createPublicKey(key.pem))) throw new Error("the answer is not signed");
  }
  return text;
}

function isProof(proof: string, hash: Buffer, message: Buffer, key: KeyObject): boolean {
  const [, signature, observed] = /^(?:W\/)?"?([0-9a-f]{16,144}):([0-9a-f]{64})"?$/.exec(proof) ?? [];
  if (signature === undefined || observed !== hash.toString("hex")) return false;
  return verify("sha256", message, key, Buffer.from(signature, "hex"));
}

/** What is downloaded. */
interface Download {
  readonly version: string;
  readonly url: string;
  readonly size: number;
  readonly sha256: string;
}

async function install(text: string, updater: OmahaUpdater): Promise<Outcome> {
  const download = readAnswer(text, updater);
  if (download === null) return { kind: "stay" };
  const answer = await fetch(download.url);
  if (!answer.ok) throw new Error(`HTTP ${answer.status} for the file`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length !== download.size) throw new Error("the file has another size");
  if (sha256(bytes).toString("hex") !== download.sha256) throw new Error("the file has another hash");
  return { kind: "update", version: download.version, bytes };
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is read field by field, and every field is checked
type Json = any;

/** Reads an answer; null for no update. Throws whatever Chromium's parser takes for an error. */
function readAnswer(text: string, { appId, protocol }: OmahaUpdater): Download | null {
  if (!text.startsWith(")]}'")) throw new Error("Missing secure JSON prefix.");
  const { response } = JSON.parse(text.slice(4));
  if (response?.protocol !== protocol) throw new Error("Incorrect protocol.");
  if (!Number.isInteger(response.daystart?.elapsed_days)) throw new Error("no daystart");
  const list: Json[] = response[protocol === "4.0" ? "apps" : "app"] ?? [];
  const app = list.find(({ appid }) => appid === appId);
  if (!app) throw new Error("Missing appid on app node");
  if (app.status !== "ok") throw new Error(app.status);
  const check = app.updatecheck;
  if (!check) throw new Error("Missing updatecheck on app.");
  if (check.status === "noupdate") return null;
  if (check.status !== "ok") throw new Error(check.status);
  const found = protocol === "4.0" ? readPipelines(check) : readManifest(check);
  if (!/^\d+(\.\d+){0,3}$/.test(found.version)) throw new Error("Invalid version");
  return found;
}

function readManifest({ urls, manifest }: Json): Download {
  const [{ codebase }] = urls.url;
  const [file] = manifest.packages.package;
  if (!manifest.run) throw new Error("nothing to run");
  const { hash_sha256: hash, size, name } = file;
  return { version: manifest.version, url: new URL(name, codebase).href, size, sha256: hash };
}

function readPipelines({ pipelines, nextversion }: Json): Download {
  const [{ operations }] = pipelines;
  const [first, second] = operations;
  if (first.type !== "download" || second.type !== "run" || !second.path)
    throw new Error("Unknown operation");
  return { version: nextversion, url: first.urls[0].url, size: first.size, sha256: first.out.sha256 };
}

function sha256(bytes: Uint8Array | string): Buffer {
  return createHash("sha256").update(bytes).digest();
}
