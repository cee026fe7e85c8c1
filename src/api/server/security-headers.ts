import type { FastifyHelmetOptions } from "@fastify/helmet";
import type { Config } from "../config.ts";

/**
 * Strict for a page of our own and for JSON alike: nothing inline, nothing from elsewhere, in nobody's frame. Only where
 * the server is reached by https are browsers told to keep to it.
 */
export function securityHeaders({ publicUrl }: Config): FastifyHelmetOptions {
  const isSecure = publicUrl?.startsWith("https:") ?? false;
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
