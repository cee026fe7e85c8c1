import helmet from "helmet";
import type { HeaderList } from "./http.ts";

/** What a page may use of a browser: nothing that Partner Hub does not. */
const PERMISSIONS = [
  ...["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone"],
  ...["midi", "payment", "screen-wake-lock", "usb", "xr-spatial-tracking"],
]
  .map((feature) => `${feature}=()`)
  .join(", ");

/**
 * The security headers of every answer, for the web page and for JSON: nothing inline, nothing from other sites, not in a
 * frame. HSTS only if the server is reached by https.
 */
export function securityHeaders(isSecure: boolean): HeaderList {
  const found = new Map<string, string>();
  const response = {
    setHeader: (name: string, value: unknown) => found.set(name.toLowerCase(), String(value)),
    removeHeader: (name: string) => found.delete(name.toLowerCase()),
  };
  // It writes the same headers into every answer, and reads nothing of a request.
  helmet(optionsFor(isSecure))({} as never, response as never, throwIfGiven);
  return [...[...found].flat(), "permissions-policy", PERMISSIONS];
}

function throwIfGiven(error: unknown): void {
  if (error !== undefined) throw error;
}

function optionsFor(isSecure: boolean): Parameters<typeof helmet>[0] {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isSecure && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: isSecure && { maxAge: 31_536_000, includeSubDomains: false },
    crossOriginEmbedderPolicy: true,
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  };
}
