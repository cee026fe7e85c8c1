import { Presets, SingleBar } from "cli-progress";
import type { Updaters } from "../catalog/updaters.ts";
import { notUnderstood } from "../client/refusal.ts";
import type { Shape } from "../client/shape.ts";
import { descriptionOf } from "../intake/description.ts";
import { ok, type Result } from "../result.ts";
import { type BuildFile, readBytes } from "./build-file.ts";
import { type Client, openAnswer, orFailure, parseJson, readText, toFailure } from "./client.ts";
import type { Failure } from "./command-result.ts";
import { type BuildUpload, RESUMABLE_FROM, uploadResumable } from "./resumable-upload.ts";
import { showSize } from "./size.ts";
import type { Terminal } from "./terminal.ts";

/** A build as the API gives it back. */
export type AddedBuild = Shape<"BuildAnswer">;

/** What a build carries as the API takes it: JSON leaves out what is undefined. */
export function toSent(updaters: Updaters): AddedBuild["updaters"] {
  return updaters as AddedBuild["updaters"];
}

/**
 * Sends a file to the server, a large one so that it can be resumed; on a terminal with a progress bar. The server
 * computes the digest and compares.
 */
export async function uploadBuild(
  client: Client,
  terminal: Terminal,
  releaseId: string,
  file: BuildFile,
): Promise<Result<AddedBuild, Failure>> {
  const bar = startBar(terminal, file);
  const send = file.size < RESUMABLE_FROM ? uploadAtOnce : uploadResumable;
  const uploaded = await send({ client, terminal, releaseId, file }, (bytes) => bar?.update(bytes));
  bar?.stop();
  return uploaded;
}

async function uploadAtOnce(
  { client, releaseId, file }: BuildUpload,
  onSent: (bytes: number) => void,
): Promise<Result<AddedBuild, Failure>> {
  let sent = 0;
  const count = (bytes: number) => {
    sent += bytes;
    onSent(sent);
  };
  const opened = await openAnswer(client, "POST", `/v1/releases/${releaseId}/builds`, {
    query: { ...descriptionOf(file, file.carried), sha512: file.sha512 },
    stream: readBytes(file.path, count),
    size: file.size,
  });
  return opened.ok ? readAdded(client, opened.value) : opened;
}

async function readAdded(client: Client, response: Response): Promise<Result<AddedBuild, Failure>> {
  const text = await readText(client, response);
  if (!text.ok) return text;
  const json = parseJson(text.value);
  return isBuild(json) ? ok(json) : toFailure(notUnderstood(client.url.origin, response.status));
}

function isBuild(json: unknown): json is AddedBuild {
  return typeof json === "object" && json !== null && "sha512" in json;
}

/** Records a build that is hosted elsewhere; `file` is a copy of it here, for its size and digest. */
export async function addHostedBuild(
  { api }: Client,
  releaseId: string,
  file: BuildFile,
  url: string,
): Promise<Result<AddedBuild, Failure>> {
  const { platform, arch, format, fileName, sha512, size, sha1, carried } = file;
  const { appVersion, minimumOsVersion, maximumOsVersion, updaters } = carried;
  const isNamed = Object.keys(updaters).length > 0;
  const more = {
    ...(appVersion !== null && { appVersion }),
    ...(minimumOsVersion !== null && { minimumOsVersion }),
    ...(maximumOsVersion !== null && { maximumOsVersion }),
    ...(isNamed && { updaters: toSent(updaters), sha1 }),
  };
  const added = await orFailure(
    api.POST("/v1/releases/{id}/builds", {
      params: { path: { id: releaseId } },
      body: { platform, arch, format, fileName, sha512, size, url, ...more },
    }),
  );
  return added.ok ? ok(added.value.body) : added;
}

function startBar({ progress }: Terminal, file: BuildFile): SingleBar | null {
  if (!progress) return null;
  const format = `${file.fileName} {bar} {percentage}% of ${showSize(file.size)}, {eta_formatted} left`;
  const bar = new SingleBar({ format, stream: progress, hideCursor: true }, Presets.shades_classic);
  bar.start(file.size, 0);
  return bar;
}
