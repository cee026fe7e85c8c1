import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { auditQuery } from "../data/audit.ts";
import { type Me, mayI, useMe } from "../data/me.ts";
import { FROM_CACHE, queryClient, settled } from "../data/query-client.ts";
import { Button } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import type { Visit } from "../visit.ts";
import styles from "./audit.module.css";
import { AuditFilters, type ChangeSearch } from "./audit-filters.tsx";
import { AuditList } from "./audit-list.tsx";
import { type AuditSearch, filtersOf, readAuditSearch } from "./audit-search.ts";
import { CsvButton } from "./csv-button.tsx";
import { EntryPanel } from "./entry-panel.tsx";

const route = getRouteApi("/signed-in/audit");

export async function loadAudit({ context: { me }, location }: Visit): Promise<void> {
  if (!mayI(me, "read_audit")) return;
  const filters = filtersOf(readAuditSearch({ ...location.search }));
  await settled(queryClient.infiniteQuery({ ...auditQuery(filters), ...FROM_CACHE }));
}

/** Every accepted change below the person's own place in the hierarchy. */
export function AuditPage() {
  const intl = useIntl();
  const me = useMe();
  // The router also passes on parameters that it does not know.
  const search = readAuditSearch({ ...route.useSearch() });
  const mayRead = mayI(me, "read_audit");
  return (
    <Page
      title={intl.formatMessage({ id: "frame.place.audit" })}
      about={<FormattedMessage id="audit.about" />}
      actions={mayRead && <CsvButton filters={filtersOf(search)} />}
    >
      {!mayRead && (
        <Empty icon="lock" title={<FormattedMessage id="audit.no_access" />}>
          <FormattedMessage id="audit.no_access.about" />
        </Empty>
      )}
      {mayRead && <Ledger me={me} search={search} />}
    </Page>
  );
}

function Ledger({ me, search }: { me: Me; search: AuditSearch }) {
  const change = useChangeSearch();
  const filters = useMemo(() => filtersOf(search), [search]);
  const list = useInfiniteQuery(auditQuery(filters));
  const { fetchNextPage, data } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const entries = useMemo(() => data?.pages.flatMap(({ body }) => body.items) ?? [], [data]);
  const names = useMemo(
    () => Object.assign({}, ...(data?.pages ?? []).map(({ body }) => body.names)),
    [data],
  );
  const isLimited = Object.keys(filters).length > 0;
  const reset = () => change(NO_FILTERS);
  const [shown, newer, showNewer] = useShown(entries, JSON.stringify(filters), list.isPlaceholderData);
  return (
    <>
      <AuditFilters {...{ me, search, entries }} onChange={change} />
      {isLimited && entries.length > 0 && (
        <div>
          <Button look="quiet" icon="close" onPress={reset}>
            <FormattedMessage id="audit.reset" />
          </Button>
        </div>
      )}
      <NewEntries count={newer} onShow={showNewer} />
      {list.isPending && <Loading lines={10} />}
      {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && entries.length === 0 && <Nothing isLimited={isLimited} onReset={reset} />}
      {shown.length > 0 && (
        <AuditList
          {...{ names, entries: shown }}
          openEntry={search.entry}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          onMore={more}
        />
      )}
      {search.entry !== undefined && (
        <EntryPanel
          sequence={search.entry}
          onClose={() => change({ entry: undefined }, "push")}
          onLimit={(limit) => change({ ...limit, entry: undefined }, "push")}
        />
      )}
    </>
  );
}

const NO_FILTERS: Parameters<ChangeSearch>[0] = {
  from: undefined,
  to: undefined,
  partner: undefined,
  customer: undefined,
  person: undefined,
  action: undefined,
};

function useChangeSearch(): ChangeSearch {
  const navigate = route.useNavigate();
  return useCallback(
    (some, how = "replace") => {
      const next = (before: AuditSearch) => readAuditSearch({ ...before, ...some });
      void navigate({ search: next, replace: how === "replace", resetScroll: false });
    },
    [navigate],
  );
}

interface EntryPosition {
  readonly sequence: number;
}

/** Keeps the shown entries where they are: new ones are counted, and shown when the person asks for them. */
function useShown<Entry extends EntryPosition>(entries: readonly Entry[], view: string, isOfBefore: boolean) {
  const newest = entries[0]?.sequence ?? 0;
  const [seen, setSeen] = useState({ view, upTo: newest });
  const isNewView = seen.view !== view || seen.upTo === 0;
  if (isNewView && !isOfBefore && newest > 0) setSeen({ view, upTo: newest });
  const upTo = isNewView ? newest : seen.upTo;
  const shown = entries.filter(({ sequence }) => sequence <= upTo);
  return [shown, entries.length - shown.length, () => setSeen({ view, upTo: newest })] as const;
}

/** The number of new entries, above the list so that nothing moves when it appears. */
function NewEntries({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <div role="status" className={styles.new}>
      {count > 0 && (
        <span className={styles.newBar}>
          <FormattedMessage id="audit.new" values={{ count }} />
          <Button look="primary" onPress={onShow}>
            <FormattedMessage id="audit.new.show" />
          </Button>
        </span>
      )}
    </div>
  );
}

function Nothing({ isLimited, onReset }: { isLimited: boolean; onReset: () => void }) {
  const which = isLimited ? "none_found" : "none";
  return (
    <Empty icon="document" title={<FormattedMessage id={`audit.${which}`} />}>
      <p>
        <FormattedMessage id={`audit.${which}.about`} />
      </p>
      {isLimited && (
        <Button onPress={onReset}>
          <FormattedMessage id="audit.reset" />
        </Button>
      )}
    </Empty>
  );
}
