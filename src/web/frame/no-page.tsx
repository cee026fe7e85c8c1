import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { hasStatus } from "../data/refused.ts";
import { PAGES } from "../paths.ts";
import { Page } from "../ui/page.tsx";
import { Empty, Failed } from "../ui/states.tsx";

/** An address that is none, or of something that the person may not see: the two are not told apart. */
export function NoSuchPage() {
  const intl = useIntl();
  return (
    <Page title={intl.formatMessage({ id: "frame.no_page.title" })}>
      <Empty icon="search" title={<FormattedMessage id="frame.no_page.text" />}>
        <Link to={PAGES.home}>
          <FormattedMessage id="frame.no_page.home" />
        </Link>
      </Empty>
    </Page>
  );
}

/** A page that could not be loaded. */
export function FailedPage({ error, reset }: { error: unknown; reset: () => void }) {
  const intl = useIntl();
  if (hasStatus(error, 404)) return <NoSuchPage />;
  return (
    <Page title={intl.formatMessage({ id: "frame.failed.title" })}>
      <Failed error={error} onRetry={reset} />
    </Page>
  );
}
