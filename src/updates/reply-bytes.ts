import { Buffer } from "node:buffer";

/** Whether an answer says its length: RFC 9110, 8.6 forbids it in an answer that never has a body. */
export function hasLength(status: number): boolean {
  return status !== 204 && status !== 304;
}

/** The bytes of a body, each as a character. */
export function toLatin1(body: string | Uint8Array): string {
  const bytes =
    typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return bytes.toString("latin1");
}
