import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection on which a test writes what no client would. */
export interface RawConnection {
  readonly socket: Socket;
  readonly write: (text: string) => void;
  /** All that has come. */
  readonly seen: () => string;
  /** Resolves when the server has ended the connection, with how many milliseconds that took. */
  readonly ended: Promise<number>;
}

export async function openRaw(server: { readonly url: string }): Promise<RawConnection> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const openedAt = Date.now();
  let text = "";
  socket.setEncoding("utf8").on("data", (part) => {
    text += part;
  });
  socket.on("error", () => undefined);
  const ended = new Promise<number>((resolve) => {
    socket.once("close", () => resolve(Date.now() - openedAt));
  });
  await once(socket, "connect");
  return { socket, write: (more) => socket.write(more), seen: () => text, ended };
}
