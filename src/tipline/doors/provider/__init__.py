"""The provider door: the API through which online services file reports, in XML and JSON.

People have their own doors (public, desk). Reading the wire formats is the work of codecs.
"""
