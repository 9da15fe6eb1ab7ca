"""Signs of the country whose notations a page uses.

Only words that stand for one country: its names in the languages we read, its own currency, legal
forms that no other country has, large cities, and for the United States the names of its states.
"""

US_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|"
    "Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|"
    "Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|"
    "New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|"
    "Wisconsin|Wyoming|District of Columbia|Puerto Rico"
).split("|")
"""Names of the states, a district and a territory (ISO 3166-2:US)."""

US_STATE_CODES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM "
    "NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR"
).split()

_WORDS_OF_REGION: dict[str, str] = {
    "US": "usa america delaware california texas illinois massachusetts minnesota pennsylvania "
    "florida ohio indiana oregon michigan missouri connecticut nevada idaho iowa wisconsin "
    "tennessee colorado arizona maryland manhattan chicago boston dallas houston zip",
    "GB": "london manchester birmingham edinburgh england scotland wales uk britain gbp leeds hmrc",
    "DE": "deutschland germany gmbh berlin münchen hamburg köln frankfurt stuttgart düsseldorf "
    "leipzig bundesrepublik finanzamt amtsgericht landgericht mwst",
    "AT": "österreich austria wien graz salzburg innsbruck linz firmenbuch",
    "CH": "schweiz suisse svizzera switzerland zürich genève bern basel lausanne chf",
    "FR": "france paris lyon marseille toulouse bordeaux sarl sas siret siren urssaf française "
    "français lille nantes",
    "BE": "belgique belgië belgium bruxelles brussel brussels antwerpen",
    "LU": "luxembourg luxemburg",
    "NL": "nederland netherlands amsterdam rotterdam utrecht kvk btw",
    "ES": "españa spain madrid barcelona valencia sevilla",
    "IT": "italia italy roma milano torino napoli",
    "PL": "polska poland warszawa kraków pln pesel",
    "IE": "ireland dublin cork",
    "PT": "portugal lisboa porto",
    "SE": "sverige sweden stockholm sek göteborg",
    "DK": "danmark denmark københavn dkk",
    "FI": "suomi finland helsinki",
    "CZ": "česká czech praha czk",
    "MY": "malaysia sdn bhd kuala selangor johor jalan jln myr ringgit rm penang sarawak klang",
    "SG": "singapore sgd",
    "CA": "canada ontario toronto québec vancouver cad",
    "AU": "australia sydney melbourne aud",
    "IN": "india mumbai delhi inr",
}

REGION_OF_WORD: dict[str, str] = {
    word: region for region, words in _WORDS_OF_REGION.items() for word in words.split()
}
"""Lower-case word -> ISO 3166 code of the country it stands for."""

CURRENCY_OF_REGION: dict[str, str] = {
    "US": "USD", "GB": "GBP", "CH": "CHF", "PL": "PLN", "SE": "SEK", "DK": "DKK", "CZ": "CZK",
    "MY": "MYR", "SG": "SGD", "CA": "CAD", "AU": "AUD", "IN": "INR",
    "DE": "EUR", "AT": "EUR", "FR": "EUR", "BE": "EUR", "LU": "EUR", "NL": "EUR", "ES": "EUR",
    "IT": "EUR", "IE": "EUR", "PT": "EUR", "FI": "EUR",
}  # fmt: skip
"""ISO 4217 code of a region's currency."""

MONTH_FIRST_REGIONS = frozenset({"US"})
"""Regions that write 03/12/2024 for the 12th of March (CLDR short date patterns)."""
