import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { FormattedMessage } from "react-intl";
import { LANGUAGES, LOCALES } from "../../tenancy/locale.ts";
import type { Me } from "../data/me.ts";
import { useLanguage } from "../language/language-provider.tsx";
import { PAGES } from "../paths.ts";
import field from "../ui/field.module.css";
import { Icon } from "../ui/icon.tsx";
import { useSupportUrl } from "../ui/support-link.tsx";
import { APPEARANCES, type Appearance, chooseAppearance, chosenAppearance } from "./appearance.ts";
import { leaveForGood } from "./leave-for-good.ts";
import styles from "./person-menu.module.css";

/** The menu of the signed-in person: language, appearance, account and sign-out. */
export function PersonMenu({ me }: { me: Me }) {
  const { locale, choose } = useLanguage();
  const [appearance, setAppearance] = useState(chosenAppearance);
  const navigate = useNavigate();
  const supportUrl = useSupportUrl();
  const change = (next: Appearance) => {
    chooseAppearance(next);
    setAppearance(next);
  };
  return (
    // The appearance may have been chosen elsewhere since.
    <MenuTrigger onOpenChange={() => setAppearance(chosenAppearance())}>
      <Button className={styles.person ?? ""} aria-label={me.person.displayName}>
        <Icon name="user" />
        <span className={styles.name}>{me.person.displayName}</span>
        <Icon name="down" size="small" />
      </Button>
      <Popover className={field.popover ?? ""} placement="bottom end">
        <Menu className={styles.menu ?? ""}>
          <MenuSection className={styles.section ?? ""}>
            <Header className={styles.header ?? ""}>
              {me.person.displayName}
              <br />
              <FormattedMessage id={`frame.role.${me.role}`} />
            </Header>
            <MenuItem className={field.option ?? ""} onAction={() => void navigate({ to: PAGES.account })}>
              <FormattedMessage id="frame.account" />
            </MenuItem>
            {supportUrl !== null && (
              <MenuItem className={field.option ?? ""} href={supportUrl} target="_blank" rel="noreferrer">
                <FormattedMessage id="frame.support" />
              </MenuItem>
            )}
          </MenuSection>
          <Choices
            title={<FormattedMessage id="frame.language" />}
            chosen={locale}
            choices={LOCALES.map((key) => ({ key, label: LANGUAGES[key].name }))}
            onChoose={choose}
          />
          <Choices
            title={<FormattedMessage id="frame.appearance" />}
            chosen={appearance}
            choices={APPEARANCES.map((key) => ({
              key,
              label: <FormattedMessage id={`frame.appearance.${key}`} />,
            }))}
            onChoose={change}
          />
          <MenuSection className={styles.section ?? ""} aria-label="-">
            <MenuItem className={field.option ?? ""} onAction={leaveForGood}>
              <Icon name="signOut" size="small" />
              <FormattedMessage id="frame.sign_out" />
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

interface ChoicesProps<Key extends string> {
  readonly title: React.ReactNode;
  readonly chosen: string;
  readonly choices: readonly { readonly key: Key; readonly label: React.ReactNode }[];
  readonly onChoose: (key: Key) => unknown;
}

function Choices<Key extends string>({ title, chosen, choices, onChoose }: ChoicesProps<Key>) {
  return (
    <MenuSection className={styles.section ?? ""} selectionMode="single" selectedKeys={[chosen]}>
      <Header className={styles.header ?? ""}>{title}</Header>
      {choices.map(({ key, label }) => (
        <MenuItem key={key} id={key} className={field.option ?? ""} onAction={() => onChoose(key)}>
          {label}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
