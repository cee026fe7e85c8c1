import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { ConfigurationAnswer } from "../../contract/configuration.ts";
import { LOCALES } from "../../tenancy/locale.ts";
import { authenticate } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { BUILT_PAGE, readBuiltPage } from "../hub/built-page.ts";
import { limitAddress } from "../server/rate-limit.ts";

/**
 * `GET /v1/configuration`: what a page must know before a person has signed in. None of it is secret. `page` is the folder
 * of the built page, if it is not where the build puts it.
 */
export function registerConfiguration(app: FastifyInstance, context: Context, page = BUILT_PAGE): void {
  const { product, vendor, supportUrl, oidc } = context.config;
  const answer = {
    product,
    vendor,
    supportUrl,
    version: readOwnVersion(),
    page: readBuiltPage(page)?.id ?? null,
    locales: [...LOCALES],
    signIn: { password: true, oidc: oidc !== null },
  };
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "GET",
    url: "/v1/configuration",
    schema: {
      summary: "What a page must know before anybody has signed in",
      response: { 200: ConfigurationAnswer },
    },
    onRequest: limitAddress,
    handler: async (request, reply) => {
      const { ok: signedIn } = await authenticate(context, request, context.now());
      return reply.header("cache-control", "no-store").send({ ...answer, signedIn });
    },
  });
}

function readOwnVersion(): string {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
