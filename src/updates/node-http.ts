import type { ServerResponse } from "node:http";
import type { ReadyReply } from "./http.ts";

/** Sends an answer by `node:http`. A reply to a HEAD keeps the length of what is not sent. */
export function sendByNode(response: ServerResponse, { status, headers, body }: ReadyReply): void {
  // It takes the list as it is, and does not change it.
  response.writeHead(status, headers as string[]);
  response.end(body, "latin1");
}

/** Sends an answer in the place of one that failed, or ends the connection where that one had begun. */
export function sendInstead(response: ServerResponse, reply: ReadyReply): void {
  if (response.headersSent) response.destroy();
  else sendByNode(response, reply);
}
