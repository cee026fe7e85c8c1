import { Presets, SingleBar } from "cli-progress";
import { BuildAnswer } from "../contract/release.ts";
import type { Result } from "../result.ts";
import { type BuildFile, readBytes } from "./build-file.ts";
import { type Answer, type Client, call } from "./client.ts";
import type { Failure } from "./outcome.ts";
import { showSize } from "./size.ts";
import type { Terminal } from "./terminal.ts";

/** A build as the API gives it back. */
export type AddedBuild = ReturnType<typeof BuildAnswer.parse>;

/** Streams a file to the server; on a terminal with a progress bar. The server computes the digest and compares. */
export async function uploadBuild(
  client: Client,
  terminal: Terminal,
  releaseId: string,
  file: BuildFile,
): Promise<Result<Answer<AddedBuild>, Failure>> {
  const bar = startBar(terminal, file);
  const { platform, arch, format, fileName, sha512, size } = file;
  const uploaded = await call(client, "POST", `/v1/releases/${releaseId}/builds`, BuildAnswer, {
    query: { platform, arch, format, fileName, sha512 },
    stream: readBytes(file.path, (count) => bar?.increment(count)),
    size,
  });
  bar?.stop();
  return uploaded;
}

/** Records a build that is hosted elsewhere; `file` is a copy of it here, for its size and digest. */
export function addHostedBuild(
  client: Client,
  releaseId: string,
  file: BuildFile,
  url: string,
): Promise<Result<Answer<AddedBuild>, Failure>> {
  const { platform, arch, format, fileName, sha512, size } = file;
  const body = { platform, arch, format, fileName, sha512, size, url };
  return call(client, "POST", `/v1/releases/${releaseId}/builds`, BuildAnswer, { body });
}

function startBar({ progress }: Terminal, file: BuildFile): SingleBar | null {
  if (!progress) return null;
  const format = `${file.fileName} {bar} {percentage}% of ${showSize(file.size)}, {eta_formatted} left`;
  const bar = new SingleBar({ format, stream: progress, hideCursor: true }, Presets.shades_classic);
  bar.start(file.size, 0);
  return bar;
}
