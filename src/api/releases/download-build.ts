import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { type FileAddress, findPublishedFile, type PublishedFile } from "../../catalog/published-file.ts";
import { BuildFileParams } from "../../contract/release.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { sendRefusal } from "../problem.ts";
import { isAddressWithinRate } from "../server/rate-limit.ts";
import type { BuildFilesContext } from "./receive-build.ts";
import { sendFile } from "./send-file.ts";

/**
 * `GET /builds/{sha256}/{fileName}`: the file of a build or a companion of one, whole or in parts (R22); its address is
 * its digest, so it needs no token.
 */
export function registerDownload(app: FastifyInstance, context: BuildFilesContext): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: ["GET", "HEAD"],
    url: "/builds/:sha256/:fileName",
    schema: { summary: "The bytes of a build", params: BuildFileParams },
    handler: async (request, reply) => {
      const file = await findFile(context, request, request.params);
      return file ? sendFile(context, file, request, reply) : sendRefusal(reply, notFound("build").error);
    },
  });
}

/**
 * Finds the file in memory. An unknown one may come from another server's change, so the server catches up first, for as
 * many calls of one address as are allowed in a minute; beyond that an unknown file stays unknown until the server has
 * caught up by itself.
 */
async function findFile(
  { fleet, follower }: BuildFilesContext,
  request: FastifyRequest,
  address: FileAddress,
): Promise<PublishedFile | null> {
  const known = findPublishedFile(fleet.calendar, address);
  if (known || !(await isAddressWithinRate(request))) return known;
  await follower.catchUp();
  return findPublishedFile(fleet.calendar, address);
}
