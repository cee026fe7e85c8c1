import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { BuildFileParams } from "../../contract/release.ts";
import { openBuildFile } from "../../store/build-files.ts";
import { findBuildBySha256 } from "../../store/build-table.ts";
import { toByteRange } from "../../store/byte-range.ts";
import type { Context } from "../context.ts";
import { sendRefusal } from "../problem.ts";
import { notFound } from "../refusals.ts";

/** `GET /builds/{sha256}/{fileName}`: an immutable file, whole or in part (R22); its address is its digest, so it needs no token. */
export function registerDownload(app: FastifyInstance, context: Context): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: ["GET", "HEAD"],
    url: "/builds/:sha256/:fileName",
    schema: { summary: "The bytes of a build", params: BuildFileParams },
    handler: async (request, reply) => {
      const { sha256, fileName } = request.params;
      const file = await openBuildFile(context.config.dataDirectory, sha256);
      const build = file && (await findBuildBySha256(context.store.database, sha256));
      if (!file || build?.fileName !== fileName) return sendRefusal(reply, notFound("build").error);
      const etag = `"${sha256}"`;
      describe(reply, etag, fileName);
      if (request.headers["if-none-match"] === etag) return reply.status(304).send();
      const { range } = request.headers;
      const ifRange = request.headers["if-range"]?.toString();
      const part = toByteRange({ size: file.size, etag, range, ifRange });
      if (part.kind === "unsatisfiable") {
        return reply.header("content-range", `bytes */${file.size}`).status(416).send();
      }
      if (part.kind === "partial") {
        const { start, end } = part;
        reply.header("content-range", `bytes ${start}-${end}/${file.size}`).status(206);
        return send(reply, request.method, end - start + 1, () => file.read({ start, end }));
      }
      return send(reply, request.method, file.size, () => file.read());
    },
  });
}

function describe(reply: FastifyReply, etag: string, fileName: string): void {
  reply.headers({
    etag,
    "accept-ranges": "bytes",
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  });
}

function send(reply: FastifyReply, method: string, length: number, read: () => unknown): FastifyReply {
  reply.header("content-length", length);
  return method === "HEAD" ? reply.send() : reply.send(read());
}
