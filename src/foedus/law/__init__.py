"""Law: what the rules of an organisation say of a situation, who decides, and how."""
