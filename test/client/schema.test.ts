import openapiTS, { astToString, COMMENT_HEADER, type OpenAPI3 } from "openapi-typescript";
import { expect, test } from "vitest";
import { makeDocument } from "../../src/api/document/document.ts";

test("the client's types are made from the API document; `npx vitest run test/client -u` renews them", async () => {
  const document = structuredClone(makeDocument("/")) as unknown as OpenAPI3;
  // A field with a default may be left out of what is sent.
  const types = await openapiTS(document, { defaultNonNullable: false, silent: true });
  await expect(`${COMMENT_HEADER}${astToString(types)}`).toMatchFileSnapshot("../../src/client/schema.ts");
});
