"""Google's Gemini models, through the Gemini API."""

from __future__ import annotations

from .provider import Provider

PROVIDER = Provider(
    key="google",
    title="Google Gemini",
    requirement="langchain-google-genai>=4.2,<5",
    module="langchain_google_genai",
    class_name="ChatGoogleGenerativeAI",
    lock_set="google",
    default_model="gemini-3.8-flash",
    key_variables=("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    base_url_variable="GOOGLE_BASE_URL",
    # The second is what Google's own SDK reads.
    address_variables=("GOOGLE_BASE_URL", "GOOGLE_GEMINI_BASE_URL"),
    price_provider="google",
    # 0 means "Google's default" (five attempts) to its SDK.
    no_retries=1,
    stream_usage=None,
)
