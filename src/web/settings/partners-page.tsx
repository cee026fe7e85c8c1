import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Shape } from "../../client/shape.ts";
import { mayI, useMe } from "../data/me.ts";
import { partnersQuery } from "../data/partners.ts";
import { FROM_CACHE, queryClient, settled } from "../data/query-client.ts";
import { PAGES, partnerPath } from "../paths.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Page } from "../ui/page.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import table from "../ui/table.module.css";
import type { Visit } from "../visit.ts";
import { AddPartner } from "./add-partner.tsx";
import { AppKeysSection } from "./app-keys-section.tsx";
import { readPartnersSearch } from "./partners-search.ts";

const route = getRouteApi("/signed-in/settings");

export function loadPartners({ location }: Visit): Promise<unknown> {
  const { q = "" } = readPartnersSearch({ ...location.search });
  return settled(queryClient.infiniteQuery({ ...partnersQuery(q), ...FROM_CACHE }));
}

/** The partners, for the vendor to choose whose settings to open. */
export function PartnersPage() {
  const intl = useIntl();
  const { q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const [isAdding, setAdding] = useState(false);
  const search = (next: string) => void navigate({ search: next === "" ? {} : { q: next }, replace: true });
  return (
    <Page
      title={intl.formatMessage({ id: "frame.place.settings" })}
      about={<FormattedMessage id="settings.partners.about" />}
      actions={
        mayI(me, "manage_partners") && (
          <Button icon="add" onPress={() => setAdding(true)}>
            <FormattedMessage id="settings.partner.add" />
          </Button>
        )
      }
    >
      <SearchField
        label={intl.formatMessage({ id: "settings.partners.search" })}
        value={q}
        onChange={search}
      />
      <Partners q={q} />
      {mayI(me, "manage_catalog") && <AppKeysSection />}
      {isAdding && (
        <AddPartner
          onClose={() => setAdding(false)}
          onAdded={(id) => void navigate({ href: partnerPath(id) })}
        />
      )}
    </Page>
  );
}

function Partners({ q }: { q: string }) {
  const found = useInfiniteQuery(partnersQuery(q));
  if (found.error) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  const partners = found.data.pages.flatMap(({ body }) => body.items);
  if (partners.length === 0) {
    return (
      <Empty
        icon="people"
        title={<FormattedMessage id={`settings.partners.${q === "" ? "none" : "not_found"}`} />}
      >
        <FormattedMessage id={`settings.partners.${q === "" ? "none_about" : "not_found_about"}`} />
      </Empty>
    );
  }
  return (
    <>
      <PartnersTable partners={partners} />
      <ShowMore list={found} />
    </>
  );
}

function PartnersTable({ partners }: { partners: readonly Shape<"PartnerAnswer">[] }) {
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <ColumnHeads heads={["settings.partners.partner", "settings.feature", "settings.partners.since"]} />
        <tbody>
          {partners.map(({ id, name, features, createdAt }) => (
            <tr key={id}>
              <td>
                <Link to={PAGES.partnerSettings} params={{ partnerId: id }}>
                  {name}
                </Link>
              </td>
              <td>
                <Badge tone={features.length > 0 ? "good" : "neutral"}>
                  <FormattedMessage id={`settings.partners.feature_${features.length > 0 ? "on" : "off"}`} />
                </Badge>
              </td>
              <td>
                <LocalTime at={createdAt} show="day" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
