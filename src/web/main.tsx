import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./data/query-client.ts";
import { RefusedError } from "./data/refused.ts";
import { LanguageProvider } from "./language/language-provider.tsx";
import { chosenLocale } from "./language/locale.ts";
import { messagesInUse } from "./language/messages-in-use.ts";
import { router } from "./router.tsx";
import "./styles/app.css";

await messagesInUse.speak(chosenLocale());
const place = document.getElementById("root");
if (!place) throw new Error("index.html has no #root");
createRoot(place, { onCaughtError: reportBug }).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);

/** Reports what an error boundary caught, unless it is a refusal: `FailedPage` shows those, and they are no bugs. */
function reportBug(error: unknown): void {
  if (!(error instanceof RefusedError)) console.error(error);
}
