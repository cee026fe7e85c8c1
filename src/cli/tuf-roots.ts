import { createPublicKey } from "node:crypto";
import { join } from "node:path";
import { type TufKey, toTufKey } from "../feeds/tuf/online-key.ts";
import { makeRoot, parseRoot, type SignedRoot, signaturesOf, signRoot } from "../feeds/tuf/root.ts";
import { addDays, type Instant, toInstant } from "../instant.ts";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import type { Terminal } from "./terminal.ts";
import { type KeptKey, makeFolder, makeKeys, readKey, readKeys, readRoot, writeRoot } from "./tuf-files.ts";

export interface InitOptions {
  readonly dir: string;
  readonly keys: string;
  readonly threshold: string;
  readonly days: string;
}

export interface RotateOptions {
  readonly dir: string;
  readonly newKeys?: boolean;
  readonly days: string;
}

/** `sluice tuf init`: makes the first root and its keys, and gives it to the server. */
export async function initRoot(terminal: Terminal, options: InitOptions): Promise<Outcome> {
  const count = readCount("--keys", options.keys, 20);
  if (!count.ok) return count;
  const threshold = readCount("--threshold", options.threshold, count.value);
  if (!threshold.ok) return threshold;
  const expiresAt = readEnd(options.days);
  if (!expiresAt.ok) return expiresAt;
  const server = await readServer(terminal);
  if (!server.ok) return server;
  const { client, newest, onlineKeys } = server.value;
  if (newest) {
    const message = `This server has version ${newest.signed.version} of the root already; make the next one with "sluice tuf rotate".`;
    return fail(EXIT.refused, { code: "tuf_root_not_next", message });
  }
  const folder = makeFolder(options.dir);
  if (!folder.ok) return folder;
  const keys = makeKeys(options.dir, 1, count.value);
  if (!keys.ok) return keys;
  const rootKeys = keys.value.map(({ signer }) => signer.key);
  const asked = { version: 1, expiresAt: expiresAt.value, threshold: threshold.value, onlineKeys };
  return finish(client, options.dir, makeRoot({ ...asked, rootKeys }), keys.value);
}

/** `sluice tuf rotate`: makes the next root, signed by the keys of the one before. */
export async function rotateRoot(terminal: Terminal, options: RotateOptions): Promise<Outcome> {
  const expiresAt = readEnd(options.days);
  if (!expiresAt.ok) return expiresAt;
  const kept = readKeys(options.dir);
  if (!kept.ok) return kept;
  const server = await readServer(terminal);
  if (!server.ok) return server;
  const { client, newest, onlineKeys } = server.value;
  if (!newest) {
    const message = 'This server has no root yet; make the first one with "sluice tuf init".';
    return fail(EXIT.refused, { code: "tuf_root_missing", message });
  }
  const version = newest.signed.version + 1;
  const { keyIDs = [], threshold = 1 } = newest.signed.roles.root ?? {};
  const old = kept.value.filter(({ signer }) => keyIDs.includes(signer.key.keyID));
  const added = options.newKeys ? makeKeys(options.dir, version, keyIDs.length) : ok([]);
  if (!added.ok) return added;
  const rootKeys = options.newKeys
    ? added.value.map(({ signer }) => signer.key)
    : keyIDs.flatMap((id) => newest.signed.keys[id] ?? []);
  const root = makeRoot({ version, expiresAt: expiresAt.value, rootKeys, threshold, onlineKeys });
  return finish(client, options.dir, root, [...old, ...added.value]);
}

/** Signs a root, writes it down, and gives it to the server; what lacks signatures waits in its file. */
async function finish(
  client: Client,
  folder: string,
  root: SignedRoot,
  keys: readonly KeptKey[],
): Promise<Outcome> {
  signRoot(
    root,
    keys.map(({ signer }) => signer),
  );
  const file = join(folder, `${root.signed.version}.root.json`);
  const written = writeRoot(file, root, true);
  if (!written.ok) return written;
  const published = await publish(client, root);
  if (published.ok)
    return ok({
      ...published.value,
      text: `${published.value.text}\nKeep ${folder} offline: its keys are nowhere else.`,
    });
  const message = `${published.error.message} The root is in ${file}: give it with "sluice tuf publish".`;
  return { ok: false, error: { ...published.error, message } };
}

/** `sluice tuf sign`: adds a signature to a root in a file. */
export async function addSignature(file: string, keyFile: string): Promise<Outcome> {
  const root = readRoot(file);
  if (!root.ok) return root;
  const key = readKey(keyFile);
  if (!key.ok) return key;
  signRoot(root.value, [key.value.signer]);
  const written = writeRoot(file, root.value, false);
  if (!written.ok) return written;
  const { signed, threshold } = signaturesOf(root.value);
  const text = `${file} has ${signed.length} good signatures by its own keys, of ${threshold} that it needs.`;
  return ok({ text, json: { file, signed, threshold } });
}

/** `sluice tuf publish`: gives a root in a file to the server. */
export async function publishRoot(terminal: Terminal, file: string): Promise<Outcome> {
  const root = readRoot(file);
  if (!root.ok) return root;
  const client = connect(terminal);
  return client.ok ? publish(client.value, root.value) : client;
}

async function publish(
  { api }: Client,
  root: SignedRoot,
): Promise<Result<{ readonly text: string; readonly json: unknown }, Failure>> {
  const { signed, signatures } = JSON.parse(JSON.stringify(root.toJSON()));
  const answer = await orFailure(api.POST("/v1/tuf/roots", { body: { signed, signatures } }));
  if (!answer.ok) return answer;
  const { version } = answer.value.body;
  const text = `Clients get version ${version} of the root, good until ${root.signed.expires}.`;
  return ok({ text, json: answer.value.body });
}

/** What a server has: its newest root, or null, and its newest key, which the next root is to name. */
interface ServerTrust {
  readonly client: Client;
  readonly newest: SignedRoot | null;
  readonly onlineKeys: readonly TufKey[];
}

async function readServer(terminal: Terminal): Promise<Result<ServerTrust, Failure>> {
  const client = connect(terminal);
  if (!client.ok) return client;
  const { api } = client.value;
  const roots = await orFailure(api.GET("/v1/tuf/roots"));
  if (!roots.ok) return roots;
  const last = roots.value.body.items.at(-1);
  const newest = last ? parseRoot(last.metadata) : ok(null);
  if (!newest.ok) return fail(EXIT.refused, newest.error);
  const keys = await orFailure(api.GET("/v1/updater-keys"));
  if (!keys.ok) return keys;
  const online = keys.value.body.items.find(({ purpose, signs }) => purpose === "tuf" && signs);
  const onlineKeys = online ? [toTufKey(createPublicKey(online.publicKey))] : [];
  return ok({ client: client.value, newest: newest.value, onlineKeys });
}

function readCount(option: string, text: string, most: number): Result<number, Failure> {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return ok(count);
  const message = `${option} is "${text}"; use a whole number from 1 to ${most}`;
  return fail(EXIT.usage, { code: "number_out_of_range", message });
}

/** The instant in so many days from now. */
function readEnd(days: string): Result<Instant, Failure> {
  const count = readCount("--days", days, 3650);
  return count.ok ? ok(addDays(toInstant(Date.now()), count.value)) : count;
}
