"""Commands about referral packages, wherever they lie; none needs a hotline."""
