import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { z } from "zod";
import { BuildFileParams } from "../../contract/release.ts";
import { refuse } from "../../result.ts";
import { toByteRange } from "../../store/files/byte-range.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { namesTag } from "../../updates/entity-tag.ts";
import { sendRefusal } from "../problem.ts";
import { isAddressWithinRate } from "../server/rate-limit.ts";
import type { BuildFilesContext } from "./receive-build.ts";

/** `GET /builds/{sha256}/{fileName}`: an immutable file, whole or in part (R22); its address is its digest, so it needs no token. */
export function registerDownload(app: FastifyInstance, context: BuildFilesContext): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: ["GET", "HEAD"],
    url: "/builds/:sha256/:fileName",
    schema: { summary: "The bytes of a build", params: BuildFileParams },
    handler: async (request, reply) => {
      const { sha256, fileName } = request.params;
      if (!(await isPublishedAs(context, request, request.params))) return sendRefusal(reply, NO_BUILD);
      const etag = `"${sha256}"`;
      const { range, "if-none-match": known } = request.headers;
      if (known !== undefined && namesTag(known, etag)) return describe(reply, etag).status(304).send();
      const link = await context.buildFiles.linkTo(sha256, fileName, request.method as "GET" | "HEAD");
      if (link !== null) return reply.header("cache-control", "no-store").redirect(link, 302);
      const opened = await context.buildFiles.open(sha256);
      if (!opened.ok) return sendRefusal(reply, opened.error);
      const file = opened.value;
      if (!file) return sendRefusal(reply, NO_BUILD);
      const ifRange = request.headers["if-range"]?.toString();
      const part = toByteRange({ size: file.size, etag, range, ifRange });
      if (part.kind === "unsatisfiable") return sendUnsatisfiable(reply, file.size);
      describe(reply, etag).headers({
        "accept-ranges": "bytes",
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      });
      if (part.kind === "partial") {
        const { start, end } = part;
        reply.header("content-range", `bytes ${start}-${end}/${file.size}`).status(206);
        return send(reply, request.method, end - start + 1, () => file.read({ start, end }));
      }
      return send(reply, request.method, file.size, () => file.read());
    },
  });
}

const NO_BUILD = notFound("build").error;

/**
 * Whether the file has this name: the same bytes can be published under several. An unknown name may come from another
 * server's change, so the server catches up first, for as many calls of one address as are allowed in a minute; beyond
 * that an unknown name stays unknown until the server has caught up by itself.
 */
async function isPublishedAs(
  context: BuildFilesContext,
  request: FastifyRequest,
  { sha256, fileName }: z.output<typeof BuildFileParams>,
): Promise<boolean> {
  const isKnown = () =>
    context.fleet.calendar.some(({ builds }) =>
      builds.some((build) => build.sha256 === sha256 && build.fileName === fileName),
    );
  if (isKnown() || !(await isAddressWithinRate(request))) return isKnown();
  await context.follower.catchUp();
  return isKnown();
}

/**
 * Sets the headers of a file. The file under a digest never changes, so a client that has it never needs to ask again.
 */
function describe(reply: FastifyReply, etag: string): FastifyReply {
  return reply.headers({ etag, "cache-control": "public, max-age=31536000, immutable" });
}

function sendUnsatisfiable(reply: FastifyReply, size: number): FastifyReply {
  reply.header("content-range", `bytes */${size}`);
  const message = `The range begins after the end of the file; ask for bytes from 0 to ${size - 1}.`;
  return sendRefusal(reply, refuse("range_not_satisfiable", message));
}

function send(reply: FastifyReply, method: string, length: number, read: () => unknown): FastifyReply {
  reply.header("content-length", length);
  return method === "HEAD" ? reply.send() : reply.send(read());
}
