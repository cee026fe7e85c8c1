import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { type Manifest, toManifest } from "../../catalog/manifest.ts";
import { BuildFileParams } from "../../contract/release.ts";
import { ManifestEnvelope } from "../../contract/signing.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { sendRefusal } from "../problem.ts";
import { limitAddress } from "../server/rate-limit.ts";
import { sealManifest } from "../signing/envelope.ts";
import type { SigningContext } from "../signing/signing-keys.ts";

/**
 * `GET /builds/{sha256}/{fileName}.manifest.json`: the signed manifest next to the file (R22), for anyone with the
 * file's address. If several releases have the same bytes under one name, it is that of the newest;
 * `/v1/builds/{id}/manifest` is exact.
 */
export function registerManifest(app: FastifyInstance, context: SigningContext): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "GET",
    url: "/builds/:sha256/:fileName.manifest.json",
    schema: {
      summary: "The signed manifest of a build",
      params: BuildFileParams,
      response: { 200: ManifestEnvelope },
    },
    onRequest: limitAddress,
    handler: async (request, reply) => {
      const { sha256, fileName } = request.params;
      const manifest = await findManifest(context, sha256, fileName);
      if (!manifest) return sendRefusal(reply, notFound("build").error);
      const { signer } = await context.signingKeys.now();
      // After a rotation another key may sign; what this one signed stays valid.
      reply.header("cache-control", "public, max-age=3600");
      return reply.send(sealManifest(manifest, signer));
    },
  });
}

/**
 * Finds the manifest in memory; an unknown file may come from another server's change, so the server catches up first.
 */
async function findManifest(
  context: SigningContext,
  sha256: string,
  fileName: string,
): Promise<Manifest | null> {
  const find = (): Manifest | null => {
    for (const { release, builds } of context.fleet.calendar) {
      const build = builds.find((one) => one.sha256 === sha256 && one.fileName === fileName);
      if (build) return toManifest(build, release.version);
    }
    return null;
  };
  const known = find();
  if (known) return known;
  await context.follower.catchUp();
  return find();
}
