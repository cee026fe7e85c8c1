import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { NoQuery } from "../../contract/fields.ts";
import { SigningKeyList } from "../../contract/signing.ts";
import type { PublicSigningKey } from "../../store/tables/signing-key-table.ts";
import { limitAddress } from "../server/rate-limit.ts";
import { formatPublicKey } from "./key-pair.ts";
import type { SigningContext } from "./signing-keys.ts";

/** `GET /v1/signing-keys`: the public keys that verify manifests. They are public, so it needs no token. */
export function registerSigningKeys(app: FastifyInstance, context: SigningContext): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "GET",
    url: "/v1/signing-keys",
    schema: {
      summary: "The public keys that manifests of builds are verified with",
      querystring: NoQuery,
      response: { 200: SigningKeyList },
    },
    onRequest: limitAddress,
    handler: async (_request, reply) => {
      const { signer, listed } = await context.signingKeys.now();
      reply.header("cache-control", "public, max-age=300");
      return { items: listed.map((key) => toAnswer(key, signer.id)) };
    },
  });
}

function toAnswer({ publicKey, ...key }: PublicSigningKey, signerId: string) {
  return {
    ...key,
    publicKey: formatPublicKey(publicKey),
    rawPublicKey: publicKey,
    signs: key.id === signerId,
  };
}
