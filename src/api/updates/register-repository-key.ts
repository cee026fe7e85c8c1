import type { FastifyInstance } from "fastify";
import { repositoryKey } from "../../feeds/apt/repository-key.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { sendReply } from "./send-reply.ts";

/** `GET /key.asc`: the public key of the repositories of apt, which needs no token; the same as `/feeds/apt/key.asc`. */
export function registerRepositoryKey(app: FastifyInstance, { feedKeys }: UpdatesContext): void {
  app.get("/key.asc", async (_request, reply) => sendReply(reply, repositoryKey(await feedKeys("apt"))));
}
