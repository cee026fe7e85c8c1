import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import type { Problem } from "../contract/problem.ts";
import type { CallRefusalCode } from "../refusal-code.ts";

interface Fault {
  readonly status: string;
  readonly code: CallRefusalCode;
  readonly description: string;
}

const MALFORMED: Fault = {
  status: "400 Bad Request",
  code: "request_malformed",
  description: "This is not a valid HTTP request; correct it.",
};

const FAULTS: Readonly<Record<string, Fault>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    code: "request_too_slow",
    description: "The request did not arrive in time; send it again without pauses.",
  },
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    code: "headers_too_large",
    description: "The address and the headers are longer than 16 KiB together; shorten them.",
  },
};

/** Answers input that never became a request, in the shape of every refusal, and ends the connection. */
export function answerClientFault(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const { status, code, description } = FAULTS[error.code ?? ""] ?? MALFORMED;
  const trackingId = `SLUICE_${randomUUID()}`;
  const problem: Problem = { message: description, errors: [{ code, description }], trackingId };
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${status}`,
    "Connection: close",
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `TrackingID: ${trackingId}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
