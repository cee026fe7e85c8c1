import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { type Me, mayI } from "../data/me.ts";
import { allPartnersQuery } from "../data/partners.ts";
import { SelectField } from "../ui/select-field.tsx";
import styles from "./releases.module.css";
import { readReleasesSearch } from "./releases-search.ts";

const route = getRouteApi("/signed-in/releases");
const EVERYBODY = "everybody";

/** Chooses, for the vendor, the partner whose dates are shown. */
export function ReleasesToolbar({ me }: { me: Me }) {
  if (!mayI(me, "manage_partners")) return null;
  return (
    <div className={`${styles.toolbar} screen-only`}>
      <PartnerField />
    </div>
  );
}

function PartnerField() {
  const intl = useIntl();
  const search = readReleasesSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const { data: partners } = useQuery(allPartnersQuery);
  const options = [
    { value: EVERYBODY, label: intl.formatMessage({ id: "releases.partner.all" }) },
    ...(partners ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const choose = (value: string) =>
    void navigate({
      search: { ...search, partner: value === EVERYBODY ? undefined : value },
      replace: true,
      resetScroll: false,
    });
  return (
    <SelectField
      label={intl.formatMessage({ id: "releases.partner" })}
      options={options}
      value={search.partner ?? EVERYBODY}
      onChange={choose}
    />
  );
}
