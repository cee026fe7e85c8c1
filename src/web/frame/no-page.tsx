import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { PartMissing } from "../data/load-part.ts";
import { reload } from "../data/page-update.ts";
import { hasStatus } from "../data/refused.ts";
import { PAGES } from "../paths.ts";
import { Page } from "../ui/page.tsx";
import { Empty, Failed } from "../ui/states.tsx";

/** The page for an address that does not exist, or is of something the person may not see: both look the same. */
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

/** A page that could not be loaded, with a button that loads it again. */
export function FailedPage({ error }: { error: unknown }) {
  const intl = useIntl();
  if (hasStatus(error, 404)) return <NoSuchPage />;
  return (
    <Page title={intl.formatMessage({ id: "frame.failed.title" })}>
      <FailedPart error={error} />
    </Page>
  );
}

/** A part of a page that could not be loaded, below a title that is there. It comes back when the line does. */
export function FailedPart({ error }: { error: unknown }) {
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <Failed error={error} onRetry={error instanceof PartMissing ? reload : retry} />;
}
