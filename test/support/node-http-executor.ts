import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from "node:http";
import type { Socket } from "node:net";
import {
  configureRequestOptions,
  configureRequestUrl,
  type DownloadOptions,
  HttpExecutor,
} from "builder-util-runtime";

type Receive = (response: IncomingMessage) => void;

/**
 * Node's network stack in place of Electron's; everything above it is the updater's own. Counts the bytes that arrive,
 * headers and all.
 */
export class NodeHttpExecutor extends HttpExecutor<ClientRequest> {
  readonly #sockets: Socket[] = [];

  get bytesReceived(): number {
    return this.#sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
  }

  createRequest(options: RequestOptions, receive: Receive): ClientRequest {
    const made = request({ ...options, agent: false }, (response) => {
      const { location } = response.headers;
      if (location === undefined || !asksForRange(options)) return receive(response);
      response.resume();
      const { protocol, hostname, port, pathname, search } = new URL(location, `http://${options.hostname}`);
      const there = { ...options, protocol, hostname, port, path: pathname + search };
      const followed = this.createRequest(there, receive);
      followed.on("error", (error) => made.emit("error", error)).end();
    });
    return made.on("socket", (socket) => void this.#sockets.push(socket));
  }

  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const requestOptions: RequestOptions = { headers: options.headers ?? {} };
      configureRequestUrl(url, requestOptions);
      configureRequestOptions(requestOptions);
      const callback = (error: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(requestOptions, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

/** Electron's network follows redirects by itself; the updater does so only where it downloads whole files. */
function asksForRange({ headers = {} }: RequestOptions): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === "range");
}
